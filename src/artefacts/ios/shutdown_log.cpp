#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::shutdown_log {
namespace {

struct Row {
  std::string_view kind;
  std::int64_t shutdown_index;
  std::optional<Time> time;
  std::optional<std::int64_t> pid;
  std::optional<FilePath> client;
  std::optional<std::string_view> client_uuid;
  std::optional<std::string_view> stored_as;
  std::optional<double> delay_seconds;
  std::int64_t notices;
  std::optional<std::int64_t> clients;
};

constexpr std::array columns{
    column<&Row::kind>("client: a program that was still running at a notice; or shutdown: one row for each "
                       "shutdown as a whole."),
    column<&Row::shutdown_index>("Which shutdown of this file, from 0, oldest first."),
    column<&Row::time>("When the wait ended and the phone went down, UTC by device clock, 1 s steps; NULL "
                       "when its closing line is missing or says none.")
        .event("shutdown"),
    column<&Row::pid>("Process id of the program; 0 is the kernel."),
    column<&Row::client>("Path of its executable, without the UUID behind it.").relation(Relation::executed),
    column<&Row::client_uuid>("UUID of its binary; NULL when the line has none."),
    column<&Row::stored_as>("The path as written."),
    column<&Row::delay_seconds>(
        "How long the shutdown had waited at that notice, in seconds since its begin; "
        "for a shutdown the longest."),
    column<&Row::notices>("Client: number of the notice, from 1. Shutdown: how many there were."),
    column<&Row::clients>("Shutdown: how many lines named a program."),
};
constexpr TableSchema schema =
    table<Row>("ios_shutdown_log",
               "One row per program that delayed a shutdown, per notice; one per shutdown.", columns);

constexpr std::string_view paths[] = {
    "/private/var/db/diagnostics/shutdown*.log",
    "sysdiagnose/system_logs.logarchive/Extra/shutdown*.log",
};

struct Client {
  std::int64_t line, pid, notice;
  std::string_view stored;
  std::optional<double> delay;
};

// "1.26" of "After 1.26s, these clients are still here:".
std::optional<double> delay_in(std::string_view line) {
  auto text = between(line, "After ", "s,");
  if (!text || text->empty() || text->size() > 12) return std::nullopt;
  double value = 0, unit = 1;
  bool fraction = false;
  for (char c : *text) {
    if (c == '.' && !fraction) {
      fraction = true;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
    if (fraction) unit *= 10;
  }
  return value / unit;
}

// Paths may hold brackets and blanks: the last bracket closes.
Result<Client> parse_client(Line line) {
  auto pid = between(line.text, "pid: ", " (");
  auto open = line.text.find(" ("), close = line.text.rfind(')');
  if (!pid || close == std::string_view::npos || close < open + 2)
    return fail(Fault::malformed, "client line without pid or path");
  return Client{line.number, TRY(parse_integer(*pid)), 0, line.text.substr(open + 2, close - open - 2), {}};
}

// "SIGTERM: [1774602168] All buffers flushed"; newer ones end in "@1774602168"; some name an address only.
std::optional<Time> parse_end(std::string_view line) {
  std::string_view digits;
  if (auto at = line.rfind('@'); at != std::string_view::npos) digits = line.substr(at + 1, 10);
  if (auto bracket = between(line, "[", "]"); bracket && !bracket->empty() && parse_integer(*bracket))
    digits = *bracket;
  auto seconds = parse_integer(digits);
  return seconds ? time_or_nothing(time_from_unix_seconds(*seconds)) : std::nullopt;
}

// Collects one shutdown after the other.
class Shutdowns {
 public:
  explicit Shutdowns(Rows<Row>& out) : out_(out) {}

  void notice(Line line) {
    auto delay = delay_in(line.text);
    // Delays count from the begin of a shutdown: a smaller one belongs to the next, whose end was not
    // written.
    if (delay && longest_ && *delay < *longest_) end(std::nullopt, line.number - 1);
    ++notices_;
    delay_ = delay;
    if (delay) longest_ = delay;
  }
  void client(Line line) {
    auto client = parse_client(line);
    if (!client) return out_.skip(at_line(line.number), client.error());
    client->notice = notices_;
    client->delay = delay_;
    waiting_.push_back(*client);
  }
  void end(std::optional<Time> time, std::int64_t line) {
    for (const Client& c : waiting_) add(c, time);
    out_.add(at_line(line), {.kind = "shutdown",
                             .shutdown_index = index_++,
                             .time = time,
                             .delay_seconds = longest_,
                             .notices = notices_,
                             .clients = static_cast<std::int64_t>(waiting_.size())});
    waiting_.clear();
    notices_ = 0;
    delay_ = longest_ = std::nullopt;
  }
  bool is_open() const { return notices_ > 0 || !waiting_.empty(); }

 private:
  void add(const Client& client, std::optional<Time> time) {
    std::string_view path = client.stored, uuid = path.substr(path.rfind('/') + 1);
    Row row{.kind = "client",
            .shutdown_index = index_,
            .time = time,
            .pid = client.pid,
            .stored_as = path,
            .delay_seconds = client.delay,
            .notices = client.notice};
    if (is_uuid(uuid) && uuid.size() < path.size()) {
      row.client_uuid = uuid;
      path.remove_suffix(uuid.size() + 1);
    }
    row.client = FilePath{path};
    out_.add(at_line(client.line), row);
  }

  Rows<Row>& out_;
  std::vector<Client> waiting_;  // named since the last shutdown ended
  std::int64_t index_ = 0, notices_ = 0;
  std::optional<double> delay_, longest_;
};

Result<> extract(Input& in, Rows<Row>& out) {
  std::string_view text = TRY(in.text());
  Shutdowns shutdowns(out);
  Lines lines(text);
  std::int64_t known = 0, unknown = 0, last = 0;
  while (auto line = lines.next()) {
    line->text = trim(line->text);
    last = line->number;
    bool ends = line->text.starts_with("SIGTERM:"), opens = line->text.starts_with("After ");
    bool names = line->text.contains("client pid:");
    if (opens) shutdowns.notice(*line);
    if (names) shutdowns.client(*line);
    if (ends) shutdowns.end(parse_end(line->text), line->number);
    if (opens || names || ends)
      ++known;
    else if (!line->text.empty() && !line->text.starts_with("%%%%%"))
      ++unknown;
  }
  if (shutdowns.is_open()) shutdowns.end(std::nullopt, last);
  if (known == 0 && unknown > 0) return fail(Fault::unsupported, "no line of a shutdown log in this file");
  if (known == 0) in.note("the log is empty: usual since iOS 26, which keeps the last shutdown only");
  if (unknown > 0) in.note(fmt::format("lines of another form, which were passed over: {}", unknown));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.shutdown_log",
    .title = "Shutdown log",
    .source = "shutdown.log of iOS 12 to 26; ios-artifacts.md 2.2, sysdiagnose.md 4",
    .platform = Platform::ios,
    .question = Question::processes,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::always,
    .since = 14,
};

}  // namespace bridle::ios::shutdown_log
