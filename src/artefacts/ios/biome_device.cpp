#include "evidence/input.h"
#include "formats/biome.h"
#include "records/artefact.h"

namespace bridle::ios::biome_device {
namespace {

struct Row {
  std::string_view stream;
  std::string_view entry_state;
  std::optional<Time> time;
  std::optional<Time> started;
  std::optional<Time> ended;
  std::optional<std::int64_t> value;
  std::optional<std::string_view> meaning;
  std::optional<std::string_view> network;
  std::optional<std::string_view> boot_uuid;
};

constexpr std::array columns{
    column<&Row::stream>(
        "Device.BootSession, Device.ScreenLocked, Device.KeybagLocked, Keybag.IsLocked, "
        "Device.IsLockedImputed, Device.Wireless.WiFi, Wifi.Connection, Device.Power.LowPowerMode or "
        "Device.Display.Backlight."),
    column<&Row::entry_state>("written; deleted: only the time is left."),
    column<&Row::time>("When the state changed, UTC by device clock, below 1 us.").event("device_state"),
    column<&Row::started>("When the state began, where the entry says so."),
    column<&Row::ended>("When it ended, where the entry says so."),
    column<&Row::value>("The state as stored, mostly 1 or 0; NULL where the entry has none."),
    column<&Row::meaning>("The same in words; NULL for values that nobody has described."),
    column<&Row::network>("Wi-Fi: name of the network."),
    column<&Row::boot_uuid>("Device.BootSession: identifier of the boot, as in unified logs."),
};
constexpr TableSchema schema = table<Row>(
    "ios_biome_device", "One row per change of the phone's state: boot, lock, Wi-Fi, screen.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Biome/streams/*/Device.BootSession/**/*",
    "/private/var/db/biome/streams/*/Device.BootSession/**/*",
    "/private/var/mobile/Library/Biome/streams/*/Device.ScreenLocked/**/*",
    "/private/var/db/biome/streams/*/Device.ScreenLocked/**/*",
    "/private/var/mobile/Library/Biome/streams/*/Device.KeybagLocked/**/*",
    "/private/var/db/biome/streams/*/Device.KeybagLocked/**/*",
    "/private/var/mobile/Library/Biome/streams/*/_DKEvent.Keybag.IsLocked/**/*",
    "/private/var/mobile/Library/Biome/streams/*/_DKEvent.Device.IsLockedImputed/**/*",
    "/private/var/mobile/Library/Biome/streams/*/Device.Wireless.WiFi/**/*",
    "/private/var/mobile/Library/Biome/streams/*/_DKEvent.Wifi.Connection/**/*",
    "/private/var/mobile/Library/Biome/streams/*/Device.Power.LowPowerMode/**/*",
    "/private/var/mobile/Library/Biome/streams/*/Device.Display.Backlight/**/*",
    "/private/var/mobile/Library/Biome/streams/*/Backlight/**/*",
};

std::optional<std::string_view> words(std::string_view stream, std::optional<std::int64_t> value) {
  if (!value || (*value != 0 && *value != 1)) return std::nullopt;
  bool on = *value == 1;
  if (stream == "Device.BootSession") return on ? "started" : "ended";
  if (stream == "Device.Wireless.WiFi" || stream == "Wifi.Connection")
    return on ? "connected" : "disconnected";
  if (stream == "Device.Power.LowPowerMode") return on ? "on" : "off";
  if (stream.contains("Locked")) return on ? "locked" : "unlocked";
  return std::nullopt;
}

void use_fields(const ProtobufMessage& fields, Row& row) {
  if (row.stream == "Device.BootSession") {
    row.boot_uuid = fields.text(1);
    row.value = fields.integer(2);
  } else if (row.stream == "Device.Wireless.WiFi") {
    row.network = fields.text(1);
    row.value = fields.integer(2);
  } else if (row.stream.ends_with("Backlight") && fields.real(1)) {  // iOS 26 puts the time in front
    row.started = cocoa_field(fields, 1);
    row.value = fields.integer(2);
  } else {
    row.value = fields.integer(1);
  }
}

void use_moved(const MovedEvent& event, Row& row) {
  row.started = event.start;
  row.ended = event.end;
  row.value = event.number;
  if (row.stream == "Wifi.Connection") row.network = event.value;
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto event = [&](const BiomeEvent& e) {
    Row row{
        .stream = plain_stream(e.place.stream), .entry_state = e.entry.state_name(), .time = e.entry.time};
    if (row.stream == "Backlight") row.stream = "Device.Display.Backlight";
    if (auto moved = moved_event(e.fields))
      use_moved(*moved, row);
    else
      use_fields(e.fields, row);
    row.meaning = words(row.stream, row.value);
    out.add(at_byte(e.entry.offset), row);
  };
  return read_biome_events(TRY(in.bytes()), in.entry().path,
                           {.event = event, .skip = [&](std::uint64_t offset, const Error& why) {
                              out.skip(at_byte(offset), why);
                            }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.biome_device",
    .title = "States of the phone (Biome)",
    .source =
        "Biome streams of the device of iOS 15 to 26; ios-artifacts.md 4.5; checked on segments of iOS 16 to "
        "26",
    .platform = Platform::ios,
    .question = Question::device,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::usual,
    .since = 15,
};

}  // namespace bridle::ios::biome_device
