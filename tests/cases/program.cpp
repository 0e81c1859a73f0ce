#include "program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <simdjson.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "artefacts/catalogue.h"
#include "base/sqlite.h"
#include "base/text.h"

namespace bridle::testing {
namespace fs = std::filesystem;

Outcome run_program(const std::string& program, std::vector<std::string> arguments,
                    const std::map<std::string, std::string>& environment) {
  Folder scratch;
  std::string out = scratch / "out", err = scratch / "err";
  pid_t child = ::fork();
  if (child == 0) {
    ::setsid();  // no terminal to ask a password at
    ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), 1);
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), 2);
    std::vector<std::string> variables{"PATH=/usr/bin:/bin", "HOME=/tmp"};
    for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
    std::vector<char*> env, argv;
    for (std::string& v : variables) env.push_back(v.data());
    env.push_back(nullptr);
    arguments.insert(arguments.begin(), program);
    for (std::string& a : arguments) argv.push_back(a.data());
    argv.push_back(nullptr);
    ::execve(program.c_str(), argv.data(), env.data());
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  Outcome outcome;
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.out = read_text(out);
  outcome.err = read_text(err);
  return outcome;
}

Folder::Folder() {
  std::string pattern = (fs::temp_directory_path() / "bridle-test-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}
Folder::~Folder() {
  std::error_code ignored;
  fs::permissions(path_, fs::perms::owner_all, ignored);
  fs::remove_all(path_, ignored);
}

BackupTemplate encrypted_template() {
  BackupTemplate as;
  as.encryption = BackupTemplate::Encryption::files_and_index;
  as.password = "pw";
  as.iterations = 10;
  as.double_iterations = 100;
  return as;
}

void forge(const std::string& folder, BackupTemplate as) {
  auto forged = forge_backup(folder, *forge_sizes("small"), as);
  ASSERT_TRUE(forged) << forged.error().message;
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_text(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

std::string seal_of(const std::string& case_folder) {
  std::string manifest = read_text(case_folder + "/manifest.json");
  return std::string(between(manifest, "\"seal\": \"", "\"").value_or(""));
}

std::string text_in(const std::string& case_folder, const std::string& sql) {
  auto database = Database::open(case_folder + "/case.sqlite", Database::Mode::read_only);
  if (!database) return database.error().message;
  auto select = database->prepare(sql);
  if (!select) return select.error().message;
  auto row = select->step();
  return row && *row ? std::string(select->text(0)) : std::string();
}

std::int64_t count_in(const std::string& case_folder, const std::string& sql) {
  auto number = parse_integer(text_in(case_folder, sql));
  EXPECT_TRUE(number) << sql << ": " << text_in(case_folder, sql);
  return number.value_or(-1);
}

void expect_answers(const std::string& folder, const std::string& case_folder) {
  simdjson::dom::parser parser;
  simdjson::dom::element answers;
  ASSERT_EQ(parser.load(folder + "/answers.json").get(answers), simdjson::SUCCESS);
  for (simdjson::dom::element must : simdjson::dom::array(answers["must_match"])) {
    std::string table{std::string_view(must["table"])}, indicator{std::string_view(must["indicator"])},
        relation{std::string_view(must["relation"])};
    auto has = [&](const Artefact* artefact) { return artefact->table->name == table; };
    if (std::ranges::none_of(catalogue(), has)) continue;
    std::string sql =
        "SELECT count(DISTINCT record) FROM match m JOIN indicator i ON i.id = m.indicator WHERE m.source = "
        "'" +
        table + "' AND i.value = '" + indicator + "'" +
        (relation.empty() ? "" : " AND m.relation = '" + relation + "'");
    EXPECT_GE(count_in(case_folder, sql), std::int64_t(must["least"]))
        << table << " " << indicator << " " << relation;
  }
  for (simdjson::dom::element never : simdjson::dom::array(answers["must_not_match"])) {
    std::string value{std::string_view(never)};
    EXPECT_EQ(text_in(case_folder,
                      "SELECT source || ' ' || value FROM match WHERE instr(value, '" + value + "') > 0"),
              "");
  }
}

}  // namespace bridle::testing
