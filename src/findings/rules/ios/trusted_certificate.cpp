#include "findings/selected.h"

namespace bridle::rule_files::ios::trusted_certificate {

extern const Rule rule;

namespace {

constexpr NeededTable needs[] = {{"ios_trust_store", {"subject", "not_before"}}};
constexpr Selection selections[] = {
    {.needs = needs,
     .sql = "SELECT 'ios_trust_store', id, '\"' || coalesce(subject, 'a certificate that cannot be read') || "
            "'\"', NULL FROM "
            "ios_trust_store ORDER BY id",
     .one = "The phone was made to trust a certificate that iOS does not carry: {1}.",
     .many = "The phone was made to trust {0} certificates that iOS does not carry: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.trusted_certificate",
    .title = "Certificate that the phone was made to trust",
    .looks_at = "every row of ios_trust_store; one finding for all of them",
    .severity = Severity::low,
    .confidence = Confidence::low,
    .means =
        "Whoever holds the key of a trusted authority can read and change the phone's TLS connections from a "
        "place on "
        "their way. Such a certificate gets there by a profile, a configuration of an organisation, or the "
        "owner.",
    .not_shown =
        "That any connection was read, or who holds the key. Attackers who change traffic need no "
        "certificate on the "
        "phone as long as it is not encrypted.",
    .innocent =
        "Employers, schools, content filters, VPN and advertisement blockers, and tools of developers "
        "install their "
        "own authorities.",
    .check =
        "Ask the owner and the employer whose the authority is; look for the profile that brought it and for "
        "its date.",
    .references = "https://support.apple.com/en-us/102390",
    .versions = "iOS 9 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::trusted_certificate
