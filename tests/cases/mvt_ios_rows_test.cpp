#include "mvt_ios_rows.h"
#include "base/text.h"

namespace bridle::testing {
namespace {

// What holds each row that is not about Android: tests of ours by name, or a section of
// docs/differences-from-mvt.md, whose table names the row.
struct Held {
  std::string_view test;
  std::initializer_list<std::string_view> by;
};
constexpr std::string_view explained = "MVT's own tests without a counterpart";

const Held held[] = {
    {"ios_backup/test_backup_info.py::TestBackupInfoModule::test_manifest",
     {"MvtFixture.describes_the_backup"}},
    {"ios_backup/test_calendar.py::TestCalendarModule::test_calendar",
     {"MvtFixture.gives_no_alert_without_indicators"}},
    {"ios_backup/test_calendar.py::TestCalendarModule::test_calendar_with_explicit_file_path",
     {"MvtMade.calendar_alone_in_a_dump"}},
    {"ios_backup/test_calendar.py::TestCalendarModule::test_calendar_detection",
     {"MvtFixture.alerts_on_what_each_row_looks_for"}},
    {"ios_backup/test_datausage.py::TestDatausageModule::test_datausage",
     {"MvtFixture.gives_traffic_and_its_gaps"}},
    {"ios_backup/test_datausage.py::TestDatausageModule::test_detection",
     {"MvtFixture.gives_both_rows_of_a_process_that_is_looked_for"}},
    {"ios_backup/test_global_preferences.py::TestGlobalPreferencesModule::test_global_preferences",
     {"MvtFixture.gives_the_preferences_and_the_lockdown_mode"}},
    {"ios_backup/test_interactionc.py::TestInteractionCModule::test_extraction_with_whatsapp_contacts",
     {"MvtMade.interactions_with_and_without_the_contacts_of_whatsapp",
      "MvtExport.resolves_the_people_of_interactions_as_mvt_does"}},
    {"ios_backup/test_interactionc.py::TestInteractionCModule::test_extraction_without_whatsapp_contacts",
     {"MvtMade.interactions_with_and_without_the_contacts_of_whatsapp"}},
    {"ios_backup/test_manifest.py::TestManifestModule::test_manifest",
     {"MvtFixture.gives_what_every_module_finds"}},
    {"ios_backup/test_manifest.py::TestManifestModule::test_detection",
     {"MvtFixture.alerts_on_what_each_row_looks_for"}},
    {"ios_backup/test_manifest.py::TestIOSExtraction::test_get_backup_files_from_manifest_closes_connection",
     {"MvtFixture.describes_the_backup"}},
    {"ios_backup/test_safari_browserstate.py::TestSafariBrowserStateModule::test_parsing",
     {"MvtFixture.gives_what_every_module_finds"}},
    {"ios_backup/test_safari_browserstate.py::TestSafariBrowserStateModule::test_parsing_backup_with_profile",
     {"MvtMade.tabs_of_a_second_profile"}},
    {"ios_backup/test_safari_browserstate.py::TestSafariBrowserStateModule::test_detection",
     {"MvtFixture.alerts_on_what_each_row_looks_for"}},
    {"ios_backup/test_safari_history.py::TestSafariHistoryModule::test_parsing",
     {"MvtFixture.gives_what_every_module_finds"}},
    {"ios_backup/test_safari_history.py::TestSafariHistoryModule::test_parsing_backup_with_profile",
     {"MvtMade.visits_of_two_profiles_in_a_backup_and_in_a_dump"}},
    {"ios_backup/test_safari_history.py::TestSafariHistoryModule::test_parsing_fs_dump_with_profile",
     {"MvtMade.visits_of_two_profiles_in_a_backup_and_in_a_dump"}},
    {"ios_backup/test_safari_history.py::TestSafariHistoryModule::test_redirect_ids_are_scoped_to_database",
     {"MvtMade.redirects_never_join_two_databases"}},
    {"ios_backup/test_safari_history.py::TestSafariHistoryModule::test_detection_in_profile",
     {"MvtMade.visits_of_two_profiles_in_a_backup_and_in_a_dump"}},
    {"ios_backup/test_sms.py::TestSMSModule::test_sms", {"MvtFixture.gives_no_alert_without_indicators"}},
    {"ios_backup/test_sms.py::TestSMSModule::test_detection",
     {"MvtFixture.alerts_on_what_each_row_looks_for"}},
    {"ios_backup/test_sms.py::TestSMSModule::test_detection_batches_urls_and_preserves_event",
     {"MvtMade.two_links_in_messages"}},
    {"ios_backup/test_sqlite_handling.py::test_open_sqlite_reads_wal_without_modifying_evidence",
     {"MvtMade.a_row_that_only_the_log_holds"}},
    {"ios_backup/test_sqlite_handling.py::test_recovery_preserves_source_database",
     {"MvtMade.a_damaged_database_stays_as_it_is"}},
    {"ios_backup/test_sqlite_handling.py::test_analytics_skips_empty_rows_and_continues",
     {"MvtMade.empty_rows_of_analytics"}},
    {"ios_backup/test_tcc.py::TestTCCModule::test_tcc", {"MvtFixture.gives_no_alert_without_indicators"}},
    {"ios_backup/test_tcc.py::TestTCCModule::test_tcc_detection",
     {"MvtFixture.gives_what_every_module_finds"}},
    {"ios_backup/"
     "test_webkit_resource_load_statistics.py::TestWebkitResourceLoadStatisticsModule::test_webkit",
     {"MvtFixture.gives_what_every_module_finds"}},
    {"ios_backup/test_webkit_resource_load_statistics.py::TestWebkitResourceLoadStatisticsModule::"
     "test_webkit_full_timestamp_schema",
     {"MvtMade.a_second_time_of_a_sites_observation"}},
    {"ios_backup/test_whatsapp.py::test_extraction",
     {"MvtFixture.gives_messages_and_chats_but_no_file_outside_the_index",
      "MvtFixture.resolves_hidden_ids_when_the_pairs_are_in_the_index"}},
    {"ios_backup/test_whatsapp.py::test_collect_url_results_includes_expansion", {explained}},
    {"ios_backup/test_whatsapp_contacts.py::TestWhatsappContactsModule::test_extraction",
     {"MvtFixture.describes_the_contacts_of_whatsapp"}},
    {"ios_backup/test_whatsapp_contacts.py::TestWhatsappContactsModule::test_missing_database",
     {"MvtMade.nothing_where_there_is_no_database"}},
    {"ios_fs/test_filesystem.py::TestFilesystem::test_filesystem",
     {"MvtMade.every_file_and_folder_of_a_dump"}},
    {"ios_fs/test_filesystem.py::TestFilesystem::test_detection",
     {"MvtMade.every_file_and_folder_of_a_dump"}},
    {"ios_fs/test_shutdownlog.py::TestShutdownLog::test_discovers_rotated_shutdown_logs",
     {"MvtMade.shutdown_logs_that_were_rotated"}},
    {"ios_fs/"
     "test_shutdownlog.py::TestShutdownLog::test_file_path_indicator_matches_client_with_trailing_uuid",
     {"MvtMade.shutdown_logs_that_were_rotated"}},
    {"ios_fs/test_cache_files.py::TestCacheFiles::test_detection", {"MvtMade.an_address_in_a_cache"}},
    {"common/test_indicators.py::TestIndicators::test_parse_stix2", {"MvtCommon.indicators_of_each_kind"}},
    {"common/test_indicators.py::TestIndicators::test_parse_stix2_amnesty",
     {"MvtCommon.indicators_of_each_kind"}},
    {"common/test_indicators.py::TestIndicators::test_parse_stix2_otx",
     {"MvtCommon.indicators_of_each_kind"}},
    {"common/test_indicators.py::TestIndicators::test_check_url",
     {"MvtCommon.addresses_and_digests_meet_what_they_should"}},
    {"common/test_indicators.py::TestIndicators::test_check_url_batches_preserves_order",
     {"MvtCommon.addresses_and_digests_meet_what_they_should"}},
    {"common/test_indicators.py::TestIndicators::test_google_maps_short_url_is_not_resolved", {explained}},
    {"common/test_indicators.py::TestIndicators::test_check_url_batches_respects_disabled_network",
     {explained}},
    {"common/test_indicators.py::TestIndicators::test_check_file_hash",
     {"MvtCommon.addresses_and_digests_meet_what_they_should"}},
    {"common/test_indicators.py::TestIndicators::test_parse_stix2_hash_key_variants",
     {"StixPattern.reads_every_spelling_of_hash_keys"}},
    {"common/test_url.py", {explained}},
    {"common/test_utils.py::TestDateConversions", {"MvtCommon.times_of_three_clocks"}},
    {"common/test_utils.py::TestCustomJSONEncoder", {explained}},
    {"test_check_ios_backup.py::TestCheckBackupCommand::test_check_finds_backup_in_subfolder",
     {"MvtCommon.backups_in_folders_below_and_folders_without_one"}},
    {"test_check_ios_backup.py::TestCheckBackupCommand::test_check_rejects_non_backup_folder",
     {"MvtCommon.backups_in_folders_below_and_folders_without_one"}},
    {"test_cmd_check_sysdiagnose.py::test_check_sysdiagnose_from_folder / _from_archive", {explained}},
    {"test_cmd_check_sysdiagnose.py::test_archive_is_extracted_once_and_unsafe_members_are_skipped",
     {explained}},
    {"test_ios_versions.py::TestIosVersions::test_is_ios_version_outdated", {explained}},
};

bool is_about_android(simdjson::dom::element row) {
  std::string text = simdjson::to_string(row["artifact"]) + std::string(std::string_view(row["test"]));
  return text.contains("and-mvt") || text.contains("android");
}

using MvtRowsOfIos = MvtRows;

TEST_F(MvtRowsOfIos, are_each_checked_or_explained) {
  std::string page = read_text(std::string(BRIDLE_SOURCE_DIR) + "/docs/differences-from-mvt.md");
  auto section = between(page, "## " + std::string(explained), "\n## ");
  ASSERT_TRUE(section);
  std::string sources = test_sources();
  std::size_t met = 0;
  for (simdjson::dom::element row : rows_) {
    if (is_about_android(row)) continue;
    std::string_view test = row["test"];
    test.remove_prefix(std::string_view("tests/").size());
    auto at = std::ranges::find(held, test, &Held::test);
    if (at == std::end(held)) {
      ADD_FAILURE() << test << " is neither checked nor explained";
      continue;
    }
    ++met;
    for (std::string_view by : at->by) {
      if (by != explained) {
        EXPECT_TRUE(has_test(sources, by)) << by << " of " << test;
        continue;
      }
      EXPECT_TRUE(section->contains("`" + std::string(test) + "`")) << test << " has no line in that section";
    }
  }
  EXPECT_EQ(met, std::size(held)) << "a row here that the file no longer has";
}

}  // namespace
}  // namespace bridle::testing
