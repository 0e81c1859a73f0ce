#include <fmt/format.h>

#include "testing/forge_parts.h"
#include "testing/plist_builder.h"

namespace bridle::testing {
namespace {

Result<> with(const std::string& path, const std::string& sql) {
  auto db = TRY(raw_database(path));
  TRY(db.run(sql));
  return db.run("COMMIT");
}

}  // namespace

Result<> forge_data_usage(const std::string& path) {
  std::string sql = R"sql(
CREATE TABLE ZPROCESS(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZFIRSTTIMESTAMP TIMESTAMP, ZTIMESTAMP TIMESTAMP,
  ZBUNDLENAME VARCHAR, ZPROCNAME VARCHAR);
CREATE TABLE ZLIVEUSAGE(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZKIND INTEGER, ZMETADATA INTEGER, ZTAG INTEGER,
  ZHASPROCESS INTEGER, ZBILLCYCLEEND TIMESTAMP, ZTIMESTAMP TIMESTAMP, ZWIFIIN FLOAT, ZWIFIOUT FLOAT, ZWWANIN FLOAT, ZWWANOUT FLOAT);
CREATE TABLE Z_PRIMARYKEY(Z_ENT INTEGER PRIMARY KEY, Z_NAME VARCHAR, Z_SUPER INTEGER, Z_MAX INTEGER);
)sql";
  struct Process {
    int id;
    std::string name, bundle;
  };
  std::string cut(stheno::long_process.substr(0, 16));
  const Process processes[] = {
      {1, "mDNSResponder/com.apple.AppStore", "com.apple.AppStore"},
      {2, "IMRemoteURLConne/com.apple.datausage.messages", "com.apple.datausage.messages"},
      {3, "CumulativeUsageTracker", ""},
      {4, std::string(stheno::process), ""},
      {6, cut, ""},
      {7, "stheno-agentdx", ""},
      {8, fmt::format("nsurlsessiond/{}", stheno::process), std::string(stheno::process)},
      {9, "softwareupdatese/com.apple.softwareupdate", "com.apple.softwareupdate"}};
  for (const Process& p : processes)
    sql += fmt::format("INSERT INTO ZPROCESS VALUES({}, 1, 1, {}, {}, {}, '{}');", p.id, forged_day - 90'000,
                       forged_day - 60, p.bundle.empty() ? "NULL" : "'" + p.bundle + "'", p.name);
  int live = 0;
  for (int process : {1, 2, 3, 4, 4, 6, 12}) {  // 12 has no row of its own: its process was deleted
    ++live;
    sql += fmt::format("INSERT INTO ZLIVEUSAGE VALUES({}, 2, 1, 0, 0, 0, {}, NULL, {}, 1000, 500, {}, {});",
                       live, process, forged_day - 80'000 + live * 1000, process * 100'000, process * 40'000);
  }
  sql += "INSERT INTO Z_PRIMARYKEY VALUES(1, 'Process', 0, 12), (2, 'LiveUsage', 0, 7);";
  return with(path, sql);
}

Result<> forge_permissions(const std::string& path) {
  return with(path, fmt::format("CREATE TABLE access(service TEXT NOT NULL, client TEXT NOT NULL, "
                                "client_type INTEGER NOT NULL, auth_value INTEGER NOT NULL, "
                                "auth_reason INTEGER NOT NULL, auth_version INTEGER NOT NULL, flags INTEGER, "
                                "last_modified INTEGER NOT NULL, "
                                "PRIMARY KEY(service, client, client_type));"
                                "CREATE TABLE expired(service TEXT, client TEXT, client_type INTEGER, csreq "
                                "BLOB, last_modified INTEGER, expired_at INTEGER);"
                                "INSERT INTO access VALUES('kTCCServiceMicrophone', 'net.whatsapp.WhatsApp', "
                                "0, 2, 2, 1, 0, 1660000000),"
                                "('kTCCServiceCamera', '{}', 0, 2, 4, 1, 0, 1667000000), "
                                "('kTCCServicePhotos', 'com.apple.Preferences', 0, 0, 2, 1, 0, 1650000000);",
                                stheno::app));
}

Result<> forge_contacts(const std::string& path) {
  return with(path,
              "CREATE TABLE ABPerson(ROWID INTEGER PRIMARY KEY, First TEXT, Last TEXT, Middle TEXT, "
              "Organization TEXT, CreationDate INTEGER, "
              "ModificationDate INTEGER);"
              "CREATE TABLE ABMultiValue(UID INTEGER PRIMARY KEY, record_id INTEGER, property INTEGER, "
              "identifier INTEGER, label INTEGER, value TEXT);"
              "CREATE TABLE ABMultiValueLabel(value TEXT);"
              "INSERT INTO ABMultiValueLabel VALUES('_$!<Mobile>!$_');"
              "INSERT INTO ABPerson VALUES(1, 'Ada', 'Example', NULL, 'Newsroom', 600000000, 650000000), (2, "
              "'Ben', 'Example', NULL, NULL, 600000000, 650000000);"
              "INSERT INTO ABMultiValue VALUES(1, 1, 3, 0, 1, '+493090182001'), (2, 1, 4, 0, NULL, "
              "'ada@example.com'), (3, 2, 3, 0, 1, '+493090182002');");
}

Result<> forge_calendar(const std::string& path) {
  return with(path, fmt::format(R"sql(
CREATE TABLE CalendarItem(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, summary TEXT, location_id INTEGER, description TEXT, start_date REAL, start_tz TEXT,
  end_date REAL, end_tz TEXT, all_day INTEGER, calendar_id INTEGER, organizer_id INTEGER, self_attendee_id INTEGER, status INTEGER,
  invitation_status INTEGER, url TEXT, last_modified REAL, external_id TEXT, external_mod_tag TEXT, unique_identifier TEXT, external_rep BLOB,
  hidden INTEGER, has_attendees INTEGER, UUID TEXT, creation_date REAL, action TEXT, created_by_id INTEGER);
CREATE TABLE Participant(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, entity_type INTEGER, type INTEGER, status INTEGER, role INTEGER, identity_id INTEGER,
  owner_id INTEGER, external_rep BLOB, UUID TEXT, email TEXT, phone_number TEXT, is_self INTEGER, comment TEXT, last_modified REAL);
INSERT INTO CalendarItem(ROWID, summary, description, start_date, end_date, all_day, calendar_id, organizer_id, last_modified, UUID, creation_date) VALUES
  (1, 'Dentist', NULL, {0}, {0} + 3600, 0, 1, NULL, {0} - 99999, 'F09D-1', {0} - 99999),
  (2, 'Meeting', 'Notes', {0} - 9000000, {0} - 8996400, 0, 1, 1, {0} - 100, 'F09D-2', {0} - 100);
INSERT INTO Participant(ROWID, owner_id, UUID, email, is_self, last_modified) VALUES (1, 2, 'F09D-P1', '{1}', 0, {0} - 100),
  (2, 2, 'F09D-P2', 'owner@example.com', 1, {0} - 100), (3, 1, 'F09D-P3', 'notoperator.one@example.com', 0, {0});
)sql",
                                forged_day, stheno::email));
}

Result<> forge_calls(const std::string& path) {
  std::string sql =
      "CREATE TABLE ZCALLRECORD(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZANSWERED INTEGER, "
      "ZCALLTYPE INTEGER, ZORIGINATED INTEGER, ZREAD INTEGER, ZDISCONNECTED_CAUSE INTEGER, ZDATE TIMESTAMP, "
      "ZDURATION FLOAT, ZADDRESS VARCHAR, ZISO_COUNTRY_CODE VARCHAR, ZSERVICE_PROVIDER VARCHAR, "
      "ZUNIQUE_ID VARCHAR);";
  struct Call {
    bool answered, outgoing;
    int type, seconds;
    std::string_view address, provider;
  };
  constexpr Call calls[] = {{true, true, 1, 312, "+493090182001", "com.apple.Telephony"},
                            {false, false, 1, 0, "+493090182002", "com.apple.Telephony"},
                            {true, false, 8, 1804, "ada@example.com", "com.apple.FaceTime"},
                            {true, false, 0, 65, "493090182001@s.whatsapp.net", "net.whatsapp.WhatsApp"}};
  int id = 0;
  for (const Call& call : calls) {
    ++id;
    sql += fmt::format(
        "INSERT INTO ZCALLRECORD VALUES({0}, 2, 1, {1:d}, {2}, {3:d}, 1, 0, {4}, {5}, '{6}', "
        "'de', '{7}', 'F09D-CA11-{0}');",
        id, call.answered, call.type, call.outgoing, forged_day - 400'000 + id * 36'000, call.seconds,
        call.address, call.provider);
  }
  return with(path, sql);
}

Result<> forge_chats(const std::string& path, std::uint64_t messages, Random& random) {
  auto db = TRY(raw_database(path));
  TRY(db.run(R"sql(
CREATE TABLE ZWAMESSAGE(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZFLAGS INTEGER, ZGROUPEVENTTYPE INTEGER, ZISFROMME INTEGER,
  ZMESSAGETYPE INTEGER, ZSTARRED INTEGER, ZCHATSESSION INTEGER, ZGROUPMEMBER INTEGER, ZMEDIAITEM INTEGER, ZMESSAGEDATE TIMESTAMP, ZSENTDATE TIMESTAMP,
  ZFROMJID VARCHAR, ZPUSHNAME VARCHAR, ZSTANZAID VARCHAR, ZTEXT VARCHAR, ZTOJID VARCHAR);
CREATE TABLE ZWAMEDIAITEM(Z_PK INTEGER PRIMARY KEY, ZMESSAGE INTEGER, ZFILESIZE INTEGER, ZAUTHORNAME VARCHAR, ZMEDIALOCALPATH VARCHAR, ZMEDIAURL VARCHAR,
  ZTITLE VARCHAR);
CREATE TABLE ZWAMESSAGEDATAITEM(Z_PK INTEGER PRIMARY KEY, ZMESSAGE INTEGER, ZCONTENT1 VARCHAR, ZCONTENT2 VARCHAR, ZMATCHEDTEXT VARCHAR, ZSUMMARY VARCHAR,
  ZTITLE VARCHAR);
CREATE TABLE ZWACHATSESSION(Z_PK INTEGER PRIMARY KEY, ZCONTACTJID VARCHAR, ZPARTNERNAME VARCHAR, ZSESSIONTYPE INTEGER, ZARCHIVED INTEGER, ZREMOVED INTEGER,
  ZHIDDEN INTEGER, ZMESSAGECOUNTER INTEGER, ZLASTMESSAGEDATE TIMESTAMP, ZGROUPINFO INTEGER);
CREATE TABLE ZWAGROUPINFO(Z_PK INTEGER PRIMARY KEY, ZCHATSESSION INTEGER, ZCREATIONDATE TIMESTAMP);
INSERT INTO ZWACHATSESSION VALUES(1, '493090182001@s.whatsapp.net', 'Ada Example', 0, 0, 0, 0, 0, NULL, NULL);
)sql"));
  auto insert =
      TRY(db.prepare("INSERT INTO ZWAMESSAGE(Z_PK, ZISFROMME, ZMESSAGETYPE, ZCHATSESSION, ZMESSAGEDATE, "
                     "ZSENTDATE, ZFROMJID, ZSTANZAID, ZTEXT, ZTOJID) "
                     "VALUES(?, ?, 0, 1, ?, ?, ?, ?, ?, ?)"));
  constexpr std::string_view other = "493090182001@s.whatsapp.net";
  for (std::uint64_t i = 1; i <= messages; ++i) {
    bool sent = random.below(2) == 0;
    std::string text = i == messages / 2 + 1 ? fmt::format("have you seen {} ?", stheno::link)
                                             : chatter(random, random.below(25) == 0);
    if (i == messages / 2 + 1) sent = false;
    std::string stanza = fmt::format("3A{:016X}", i);
    auto when = static_cast<double>(forged_day) - static_cast<double>(messages - i) * 120;
    insert.bind_all(static_cast<std::int64_t>(i), std::int64_t{sent}, when, when);
    if (sent)
      insert.bind_null(5).bind(8, other);
    else
      insert.bind(5, other).bind_null(8);
    TRY(insert.bind(6, std::string_view(stanza)).bind(7, std::string_view(text)).run());
  }
  TRY(db.run(fmt::format("UPDATE ZWACHATSESSION SET ZMESSAGECOUNTER = {}, ZLASTMESSAGEDATE = {}",
                         messages + 2, forged_day)));
  return db.run("COMMIT");
}

Result<> forge_chat_contacts(const std::string& path) {
  return with(path, fmt::format("CREATE TABLE ZWAADDRESSBOOKCONTACT(Z_PK INTEGER PRIMARY KEY, ZFULLNAME "
                                "VARCHAR, ZGIVENNAME VARCHAR, ZPHONENUMBER VARCHAR, "
                                "ZWHATSAPPID VARCHAR, ZABOUTTEXT VARCHAR, ZLASTUPDATED TIMESTAMP);"
                                "INSERT INTO ZWAADDRESSBOOKCONTACT VALUES(1, 'Ada Example', 'Ada', "
                                "'+493090182001', '493090182001@s.whatsapp.net', 'At work', {});",
                                forged_day));
}

// About as large as asked for: rows of noise in a database that some artefact wants to read.
Result<> forge_big_database(const std::string& path, std::uint64_t bytes, Random& random) {
  auto db = TRY(raw_database(path));
  TRY(
      db.run("CREATE TABLE ZWAADDRESSBOOKCONTACT(Z_PK INTEGER PRIMARY KEY, ZFULLNAME VARCHAR, ZPHONENUMBER "
             "VARCHAR, ZWHATSAPPID VARCHAR, ZLASTUPDATED TIMESTAMP, "
             "ZTHUMBNAIL BLOB);"));
  auto insert = TRY(db.prepare(
      "INSERT INTO ZWAADDRESSBOOKCONTACT VALUES(?, ?, '+493090182001', 'x@s.whatsapp.net', 600000000, ?)"));
  constexpr std::uint64_t blob = 200'000;
  std::string noise = random.bytes(blob);
  for (std::uint64_t i = 1; i * blob < bytes; ++i)
    TRY(insert.bind_all(static_cast<std::int64_t>(i), std::string_view("Contact"), as_bytes(noise)).run());
  return db.run("COMMIT");
}

std::string forge_profile() {
  Time installed{1'667'000'000'000'000'000};
  return write_bplist(PlistTree::Dictionary{
      {"PayloadType", "Configuration"},
      {"PayloadUUID", std::string(stheno::profile)},
      {"PayloadIdentifier", "com.gorgon.profile"},
      {"PayloadDisplayName", "Carrier Settings"},
      {"PayloadOrganization", "Gorgon"},
      {"InstallDate", installed},
      {"PayloadRemovalDisallowed", true},
      {"PayloadContent",
       PlistTree::Array{PlistTree::Dictionary{{"PayloadType", "com.apple.notificationsettings"},
                                              {"PayloadUUID", "A57E0000-1111-4222-8333-444455556667"},
                                              {"PayloadIdentifier", "com.gorgon.profile.notifications"}},
                        PlistTree::Dictionary{{"PayloadType", "com.apple.mdm"},
                                              {"PayloadUUID", "A57E0000-1111-4222-8333-444455556668"},
                                              {"PayloadIdentifier", "com.gorgon.profile.mdm"},
                                              {"ServerURL", "https://mdm.example.net/server"},
                                              {"CheckInURL", "https://mdm.example.net/checkin"}}}}});
}

std::string forge_preferences() {
  return write_bplist(PlistTree::Dictionary{{"AppleLanguages", PlistTree::Array{"en-DE", "de-DE"}},
                                            {"AppleLocale", "en_DE"},
                                            {"LDMGlobalEnabled", false}});
}

}  // namespace bridle::testing
