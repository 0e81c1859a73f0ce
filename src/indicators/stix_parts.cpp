#include "indicators/stix_parts.h"

#include <fmt/core.h>

#include <iterator>

#include "base/large_pages.h"
#include "indicators/published_values.h"

namespace bridle {
namespace {

/// Bytes of JSON that one thread reads at a time.
constexpr std::size_t part_size = 2 << 20;

StixPart read_part(const std::vector<std::string_view>& objects) {
  StixPart out;
  StixReader reader;
  for (std::string_view object : objects) {
    auto seen = reader.read(object, out.content);
    ++out.objects;
    out.bytes += object.size();
    if (!seen) out.rejected.emplace_back(out.objects, std::move(seen.error().message));
    if (seen && *seen == StixReader::Seen::indicator) out.content.indicators.back().place = out.objects;
  }
  return out;
}

/// `parts`: how many like this one the file may hold. Room for all of them is made at once, for moving
/// hundreds of megabytes from one room to the next takes longer than reading them.
template <class T>
void append(std::vector<T>& into, std::vector<T>& more, std::uint64_t parts) {
  if (into.capacity() - into.size() < more.size()) make_room(into, more.size() * parts);
  into.insert(into.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

StixParts::StixParts(StixContent& content, FileReport& report, std::uint32_t file)
    : content_(&content), report_(&report), file_(file) {}

void StixParts::add(std::string_view object) {
  objects_.push_back(object);
  bytes_ += object.size();
  if (bytes_ >= part_size) begin(false);
}

void StixParts::finish() {
  if (!objects_.empty()) begin(running_.empty());  // a file of one part
  while (!running_.empty()) take_oldest();
}

void StixParts::begin(bool here) {
  if (running_.full()) take_oldest();
  auto work = [objects = std::move(objects_)] { return read_part(objects); };
  if (here)
    running_.begin_here(std::move(work));
  else
    running_.begin(std::move(work));
  objects_.clear();
  bytes_ = 0;
}

void StixParts::take_oldest() {
  StixPart part = running_.take();
  auto ids = content_->ids.adopt(std::move(part.content.ids));
  content_->texts.adopt(std::move(part.content.texts));
  for (StixIndicator& each : part.content.indicators) {
    each.id = ids[each.id];
    each.file = file_;
    each.place += report_->objects;
  }
  for (StixRelationship& each : part.content.relationships) {
    each.id = ids[each.id];
    each.source = ids[each.source];
    each.target = ids[each.target];
  }
  for (StixNode& each : part.content.nodes) {
    each.id = ids[each.id];
    for (StixId& member : each.members) member = ids[member];
  }
  for (auto& [number, why] : part.rejected)
    add_remark(*report_, report_->rejected,
               {fmt::format("object {}", report_->objects + number), "", std::move(why)});
  report_->objects += part.objects;
  report_->indicators += part.content.indicators.size();
  auto parts = report_->bytes / std::max<std::uint64_t>(part.bytes, 1) + 1;
  append(content_->indicators, part.content.indicators, parts);
  append(content_->relationships, part.content.relationships, parts);
  append(content_->nodes, part.content.nodes, 1);
  append(content_->markings, part.content.markings, 1);
}

}  // namespace bridle
