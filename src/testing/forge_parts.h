#pragma once

#include "base/sqlite.h"
#include "testing/forge.h"
#include "testing/random.h"

namespace bridle::testing {

/// What is planted. The values are made up and lie under reserved names.
namespace stheno {
constexpr std::string_view host = "news-alert.example.org";
constexpr std::string_view link = "https://news-alert.example.org/read/7f3a?id=42&lang=en";
constexpr std::string_view second_host = "cdn-stage.example.net";
constexpr std::string_view process = "stheno-agentd";
constexpr std::string_view long_process =
    "com.gorgon.stheno-helper";  // 24 characters: its records hold 16 of them
constexpr std::string_view email = "operator.one@example.com";
constexpr std::string_view file_path = "/private/var/mobile/Library/Caches/.stheno";
constexpr std::string_view file_name = "stheno_payload.dylib";
constexpr std::string_view profile = "A57E0000-1111-4222-8333-444455556666";
constexpr std::string_view app = "com.gorgon.flashlight";
}  // namespace stheno

constexpr std::int64_t forged_day = 689'000'000;  ///< COCOA seconds: November 2022

/// Each writes one database into `path`.
Result<> forge_messages(const std::string& path, std::uint64_t messages, Random& random);
Result<> forge_history(const std::string& path, std::uint64_t visits, Random& random);
Result<> forge_data_usage(const std::string& path);
Result<> forge_permissions(const std::string& path);
Result<> forge_contacts(const std::string& path);
Result<> forge_calendar(const std::string& path);
Result<> forge_calls(const std::string& path);
Result<> forge_chats(const std::string& path, std::uint64_t messages, Random& random);
Result<> forge_chat_contacts(const std::string& path);
Result<> forge_big_database(const std::string& path, std::uint64_t bytes, Random& random);
std::string forge_profile();
std::string forge_preferences();

/// The published indicators of the made-up spyware, and the answer key; `files` is the table of all files.
std::string stheno_indicators();
std::string stheno_answers(std::string_view files = "ios_manifest");

/// The same for evidence of an Android phone: "bugreport", "androidqf" or "ab".
std::string stheno_android_answers(std::string_view kind);

/// A database of ours, fast and without a journal: its file is only raw material.
Result<Database> raw_database(const std::string& path);
/// A sentence of ordinary words; now and then with a link to an ordinary site.
std::string chatter(Random& random, bool with_link);
/// An ordinary address.
std::string ordinary_url(Random& random);

}  // namespace bridle::testing
