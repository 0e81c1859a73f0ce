#include <fmt/core.h>

#include <set>

#include "base/text.h"
#include "base/time.h"
#include "fetch/fetch.h"
#include "fetch/taxii_envelope.h"

namespace bridle {
namespace {

constexpr std::string_view media_type = "application/taxii+json;version=2.1";

/// The server's own time stamp, a millisecond earlier: objects that were added in the same instant as the
/// last one, but after it was handed out, are asked for again rather than missed.
std::string a_little_before(const std::string& moment) {
  auto time = time_from_iso8601(moment);
  if (!time) return moment;
  return to_iso8601(Time{time->nanoseconds - 1'000'000});
}

class Pull {
 public:
  Pull(const Source& source, Upstream& upstream, SourceFolder& folder, FetchTally& tally)
      : source_(source), upstream_(upstream), folder_(folder), record_(folder.record()), tally_(tally) {}

  Result<> run(bool full) {
    for (const auto& [name, file] : record_.files) {
      known_.insert(file.sha256);
      // A page that is no longer as it was received cannot be had again by asking for what is new.
      if (folder_.held(name) == nullptr) full = true;
    }
    if (full) {
      known_.clear();
      record_.added_after.clear();
    }
    if (full || !record_.pulling) {
      ++record_.pull;
      record_.pages = 0;
      record_.newest.clear();
    }
    record_.pulling = true;
    TRY(pages());
    record_.pulling = false;
    if (!record_.newest.empty()) record_.added_after = record_.newest;
    record_.newest.clear();
    if (full) TRY(drop_older_pulls());
    return {};
  }

 private:
  Result<> pages() {
    std::string objects = source_.url, next;
    if (!objects.ends_with("/objects/")) objects = TRY(url_below(objects, "objects/"));
    if (source_.page_size > 0)
      objects = TRY(with_parameter(objects, "limit", std::to_string(source_.page_size)));
    // A broken run goes on from the last page that it kept; a server's `next` may have moved on without us.
    std::string since = a_little_before(record_.newest.empty() ? record_.added_after : record_.newest);
    std::set<std::string> ways;
    for (std::uint64_t asked = 0;; ++asked) {
      if (asked == source_.max_files)
        return fail(
            Fault::limit,
            fmt::format("{} pages and still more, the limit of the source: run it again, or raise max-files",
                        asked));
      std::string url = objects;
      if (!since.empty()) url = TRY(with_parameter(url, "added_after", since));
      if (!next.empty()) url = TRY(with_parameter(url, "next", next));
      Page page = TRY(one_page(url));
      if (!page.envelope.more) return {};
      // The standard's two ways on. Whoever names neither, or the same again, leads nowhere.
      next = page.envelope.next;
      if (next.empty()) since = page.last_added;
      if (next.empty() && since.empty())
        return fail(Fault::malformed, "the server says that there is more, and not how to get it");
      if (!ways.insert(fmt::format("{} {} {}", next, since, page.sha256)).second)
        return fail(Fault::malformed, "the server leads in a circle: the same page, and the same way on");
      TRY(folder_.save());
    }
  }

  struct Page {
    TaxiiEnvelope envelope;
    std::string last_added, sha256;
  };

  Result<Page> one_page(const std::string& url) {
    auto incoming = TRY(folder_.receive());
    Wanted wanted{.name = fmt::format("{:04}-{:05}.json", record_.pull, record_.pages + 1), .url = url};
    wanted.accept = media_type;
    auto delivery = upstream_.get(wanted, nullptr, incoming);
    auto at_url = [&](const Error& error) {
      return fail(error.fault, fmt::format("{}: {}", url, error.message));
    };
    if (!delivery) return at_url(delivery.error().error);
    if (to_lower_ascii(delivery->content_type).find("vnd.oasis") != std::string::npos)
      return at_url({Fault::unsupported, "this is TAXII 2.0, which is not fetched: ask for its 2.1 address"});
    auto envelope = read_taxii_envelope(TRY(incoming.content(source_.max_bytes)));
    if (!envelope) return at_url(envelope.error());
    Page page{*envelope, delivery->date_added_last, delivery->file.sha256};
    if (!page.last_added.empty()) record_.newest = page.last_added;
    if (envelope->objects > 0 && known_.insert(page.sha256).second) {
      ++record_.pages;
      TRY(folder_.keep(std::move(incoming), std::move(delivery->file)));
      ++tally_.changed;
    }
    return page;
  }

  Result<> drop_older_pulls() {
    std::string current = fmt::format("{:04}-", record_.pull);
    std::vector<std::string> old;
    for (const auto& [name, file] : record_.files)
      if (!name.starts_with(current)) old.push_back(name);
    for (const std::string& name : old) TRY(folder_.remove(name));
    tally_.removed += old.size();
    return {};
  }

  const Source& source_;
  Upstream& upstream_;
  SourceFolder& folder_;
  FetchRecord& record_;
  FetchTally& tally_;
  std::set<std::string> known_;  // digests of pages
};

}  // namespace

Result<> fetch_taxii(const Source& source, const FetchOptions& options, Upstream& upstream,
                     SourceFolder& folder, FetchTally& tally) {
  if (source.mirror.empty()) return Pull(source, upstream, folder, tally).run(options.full);
  std::vector<Wanted> pages;
  for (const std::string& name : TRY(upstream.names()))
    if (name.ends_with(".json") && is_file_name(name)) pages.push_back({.name = name, .url = source.url});
  if (pages.empty()) return fail(Fault::absent, "the mirror holds no pages (*.json)");
  return fetch_listed(source, pages, {}, upstream, folder, tally);
}

}  // namespace bridle
