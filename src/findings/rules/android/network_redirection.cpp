#include "findings/selected.h"

namespace bridle::rule_files::android::network_redirection {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_settings", {"name_space", "key", "value"}}};
constexpr NeededTable needs_1[] = {{"android_settings", {"name_space", "key", "value"}}};
constexpr NeededTable needs_2[] = {{"android_files", {"path", "modified"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_settings', id, key || '=' || value, NULL FROM android_settings WHERE (key IN "
            "('http_proxy', 'global_http_proxy_host', 'global_proxy_pac_url') AND value NOT IN ('', 'null', "
            "':0')) ORDER BY id",
     .one = "A proxy is set: {1}.",
     .many = "{0} settings of a proxy are set: {1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_settings', id, key || '=' || value, NULL FROM android_settings WHERE key IN "
            "('always_on_vpn_app', 'private_dns_specifier') AND value NOT IN ('', 'null') ORDER BY id",
     .one = "A VPN or a name server is set: {1}.",
     .many = "{0} settings of a VPN or a name server are set: {1}.",
     .severity = Severity::informational},
    {.needs = needs_2,
     .sql = "SELECT 'android_files', id, path, modified FROM android_files WHERE path LIKE "
            "'/data/misc/user/%/cacerts-added/%' ORDER BY id",
     .one = "A certificate authority was added by a user: {1}.",
     .many = "{0} certificate authorities were added by users: {1}.",
     .severity = Severity::medium},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.network_redirection",
    .title = "Traffic is sent through somebody else",
    .looks_at =
        "settings of a proxy, of an always-on VPN and of a named private DNS server in android_settings, "
        "and certificates that were added by a user in android_files",
    .severity = Severity::low,
    .confidence = Confidence::medium,
    .means = "Whoever can put a proxy, a VPN or a certificate on a phone can see its traffic, or change it.",
    .not_shown = "Who set it, and that anything was read.",
    .innocent =
        "Owners set VPNs and DNS filters for their safety; employers and schools set proxies and "
        "certificates.",
    .check = "Ask the owner about each name.",
    .references = "https://developer.android.com/guide/topics/connectivity/vpn",
    .versions = "Android 5 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::network_redirection
