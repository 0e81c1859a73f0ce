#include <fmt/format.h>

#include <algorithm>

#include "findings/android_installers.h"
#include "findings/letters_apart.h"
#include "findings/selected.h"
#include "indicators/stock_names.h"

namespace bridle::rule_files::android::app_disguise {

extern const Rule rule;

namespace {

constexpr NeededTable packages = {"android_packages",
                                  {"kind", "package", "installer", "is_system", "first_install"}};
constexpr NeededTable files = {"android_apks", {"package", "installer", "is_system", "stored"}};

// First parts of ids that makers of systems and of the commonest apps have to themselves.
constexpr std::string_view makers[] = {
    "com.android",  "com.facebook",  "com.google",  "com.huawei",   "com.instagram",
    "com.linkedin", "com.microsoft", "com.oneplus", "com.samsung",  "com.snapchat",
    "com.whatsapp", "com.xiaomi",    "org.mozilla", "org.telegram", "org.thoughtcrime",
};
constexpr std::string_view of_the_system[] = {"android.", "com.android.", "com.google."};

std::string_view first_two_parts(std::string_view id) {
  auto dot = id.find('.');
  return dot == std::string_view::npos ? id : id.substr(0, id.find('.', dot + 1));
}

/// The maker whose name is one letter away; empty where there is none, and for a maker's own id.
std::string_view resembled(std::string_view id) {
  auto first = first_two_parts(id);
  if (std::ranges::find(makers, first) != std::end(makers)) return {};
  auto found = std::ranges::find_if(
      makers, [&](std::string_view maker) { return letters_apart(first, maker, 1) <= 1; });
  return found == std::end(makers) ? std::string_view{} : *found;
}

bool is_called_like_the_system(std::string_view id) {
  return android_stock_name_of(id) != nullptr ||
         std::ranges::any_of(of_the_system, [&](std::string_view start) { return id.starts_with(start); });
}

struct Disguises {
  Finding system = finding_of(rule), maker = finding_of(rule);
  std::vector<std::string> system_names, maker_names;
};

void add(Finding& finding, std::vector<std::string>& names, std::string name, Statement& select) {
  add_record(finding, select.text(0), select.integer(1), time_at(select, 3));
  if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
}

Result<> look(const CaseView& view, const NeededTable& need, std::string_view sql, Disguises& out) {
  if (!has_columns(view, need)) return {};
  auto select = TRY(view.store.database().prepare(fmt::format(fmt::runtime(sql), android_no_store)));
  while (TRY(select.step())) {
    std::string id(select.text(2));
    if (auto maker = resembled(id); !maker.empty())
      add(out.maker, out.maker_names, fmt::format("{} (resembles {})", id, maker), select);
    else if (is_called_like_the_system(id))
      add(out.system, out.system_names, id, select);
  }
  return {};
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  Disguises found;
  TRY(look(
      view, packages,
      "SELECT 'android_packages', id, package, first_install FROM android_packages WHERE kind = 'package' "
      "AND {} ORDER BY id",
      found));
  TRY(look(view, files,
           "SELECT 'android_apks', id, package, NULL FROM android_apks WHERE stored <> '' AND {} ORDER BY id",
           found));
  std::vector<Finding> findings;
  if (!found.system_names.empty()) {
    found.system.statement = fmt::format(
        "{} like part of Android or of Google's own, outside the system and from no store: {}.",
        found.system_names.size() == 1 ? "An app is called" : "Apps are called", listed(found.system_names));
    findings.push_back(std::move(found.system));
  }
  if (!found.maker_names.empty()) {
    found.maker.statement =
        fmt::format("{} a letter away from that of a well-known maker: {}.",
                    found.maker_names.size() == 1 ? "An app that no store installed bears an id"
                                                  : "Apps that no store installed bear ids",
                    listed(found.maker_names));
    findings.push_back(std::move(found.maker));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.app_disguise",
    .title = "App called like the system or like another maker",
    .looks_at =
        "ids of apps outside the system that no store installed (android_packages, android_apks): those that "
        "Android or "
        "Google carry themselves, those that begin like theirs, and those whose first two parts are one "
        "letter away from "
        "a well-known maker's",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Spyware for Android takes ids that pass for the system's or a maker's: ResidentBat came as "
        "com.google.android.service, com.linkedln.service and cm.google.android.apps.assistant, WyrmSpy as "
        "com.android.system.configs.service.",
    .not_shown = "That the app is harmful, or that its maker is not the one that its id names.",
    .innocent =
        "People install parts of Google's or the system's from files: microG on a phone without Google, an "
        "app of "
        "another version, a beta. Makers of phones place parts of theirs outside the system without an "
        "installer.",
    .check =
        "Compare the app's certificate (android_apk_signers, or apksigner on the file) with that of the "
        "maker whose name "
        "it bears; ask the owner who installed it.",
    .references = "https://github.com/mvt-project/mvt-indicators",
    .versions = "Android 5 to 16; known names for Android 2 to 14",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::app_disguise
