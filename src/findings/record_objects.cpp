#include "findings/record_objects.h"

#include <algorithm>

#include "base/text.h"
#include "indicators/host.h"
#include "indicators/normalise.h"

namespace bridle {
namespace {

using Dictionary = ObservedValue::Dictionary;

ObservedValue text(std::string_view value) {
  return {std::string(value)};
}
ObservedValue inner(std::string name, ObservedValue value) {
  return {Dictionary{{std::move(name), std::move(value)}}};
}

/// Every way in which the same place is written: as stored, and with the links of an iOS root resolved, and
/// unresolved.
std::vector<std::string> spellings(std::string_view path, Platform platform) {
  std::vector<std::string> out{normalise_path(path)};
  if (platform != Platform::ios) return out;
  std::string storage;
  out.emplace_back(resolve_ios_links(out[0], storage));
  constexpr std::string_view real = "/private";
  for (std::string_view link : {"/private/var/", "/private/etc/"})
    if (out[1].starts_with(link)) out.push_back(out[1].substr(real.size()));
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

class Builder {
 public:
  explicit Builder(const CaseRecord& record) : record_(record) {}

  RecordObjects build() {
    for (std::size_t i = 0; i < record_.values.size(); ++i) add(record_.values[i], i);
    for (std::size_t i = 0; i < record_.values.size(); ++i)
      if (record_.values[i].type == ObservableType::sha256) add_digest(record_.values[i], i);
    if (record_.time) {
      PatternMoment moment = moment_from_time(Time{*record_.time});
      out_.observation.when = Interval{moment, moment};
    }
    return std::move(out_);
  }

 private:
  void object(std::string_view type, Dictionary properties, std::size_t value) {
    out_.observation.objects.push_back({.type = std::string(type), .properties = std::move(properties)});
    out_.values.push_back({value});
  }

  void add(const RecordValue& value, std::size_t number) {
    switch (value.type) {
      case ObservableType::url:
        object("url", {{"value", text(value.value)}}, number);
        return add_host(host_of_url(value.value), number);
      case ObservableType::host:
      case ObservableType::ipv4:
      case ObservableType::ipv6:
        return add_host(parse_host(value.value), number);
      case ObservableType::email: {
        auto address = text(to_lower_ascii(value.value));
        object("email-addr", {{"value", address}}, number);
        return object("email-message",
                      {{"from_ref", inner("value", address)}, {"sender_ref", inner("value", address)}},
                      number);
      }
      case ObservableType::file_path:
      case ObservableType::process_path:
        add_path(value, number);
        if (value.context.executables || value.type == ObservableType::process_path)
          add_process(value.value.substr(value.value.rfind('/') + 1), number);
        return;
      case ObservableType::process_name:
        return add_process(value.value, number);
      case ObservableType::app_id:
        return object("app", {{"id", text(value.value)}}, number);
      case ObservableType::profile_id:
        return object("configuration-profile", {{"id", text(value.value)}}, number);
      default:
        return;
    }
  }

  /// All kinds, whatever the host is, so that an address published as a name is met too; the value stands
  /// only where it belongs.
  void add_host(const std::optional<ParsedHost>& host, std::size_t number) {
    if (!host) return;
    auto of = [&](HostKind kind) {
      return host->kind == kind ? Dictionary{{"value", text(host->text())}} : Dictionary{};
    };
    object("domain-name", of(HostKind::name), number);
    object("ipv4-addr", of(HostKind::ipv4), number);
    object("ipv6-addr", of(HostKind::ipv6), number);
    object("network-traffic", {{"dst_ref", inner("value", text(host->text()))}}, number);
  }

  void add_path(const RecordValue& value, std::size_t number) {
    Dictionary file, directory;
    for (const std::string& path : spellings(value.value, value.context.platform)) {
      auto slash = path.rfind('/');
      file.push_back({"path", text(path)});
      if (file.size() == 1) file.push_back({"name", text(path.substr(slash + 1))});
      if (slash == std::string::npos) continue;
      auto parent = text(path.substr(0, std::max<std::size_t>(slash, 1)));
      file.push_back({"parent_directory_ref", inner("path", parent)});
      directory.push_back({"path", parent});
    }
    object("file", std::move(file), number);
    object("directory", std::move(directory), number);
  }

  void add_process(std::string_view name, std::size_t number) {
    object("process", {{"name", text(name)}, {"image_ref", inner("name", text(name))}}, number);
    object("app", {}, number);  // on Android, processes bear the names of packages: the matcher knows
  }

  void add_digest(const RecordValue& value, std::size_t number) {
    auto digest = inner("SHA-256", text(to_lower_ascii(value.value)));
    bool found = false;
    for (std::size_t i = 0; i < out_.observation.objects.size(); ++i) {
      ObservedObject& file = out_.observation.objects[i];
      bool has_path = std::ranges::any_of(file.properties, [](const auto& p) { return p.name == "path"; });
      if (file.type != "file" || !has_path) continue;
      file.properties.push_back({"hashes", digest});
      out_.values[i].push_back(number);
      found = true;
    }
    if (!found) object("file", {{"hashes", digest}}, number);
  }

  const CaseRecord& record_;
  RecordObjects out_;
};

}  // namespace

RecordObjects objects_of_record(const CaseRecord& record) {
  return Builder(record).build();
}

}  // namespace bridle
