#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.h"

namespace bridle {

/// The formats in which indicators are read.
enum class IndicatorFormat : std::uint8_t {
  stix,           ///< STIX 2.0 or 2.1, or JSON that is nothing else
  misp_event,     ///< one event or a list of them
  misp_manifest,  ///< manifest.json of a feed folder
  warning_list,   ///< of MISP: what many harmless things share
  mvt_index,      ///< indicators.yaml
  open_ioc,       ///< OpenIOC 1.0 or 1.1
  pack,           ///< docs/formats/pack.md
  csv,
  list,  ///< one value a line
};

/// What a file is, by its content alone; its name says nothing. `text` is without a byte order mark. Faults:
/// unsupported (something else: the message names it and says what to do).
Result<IndicatorFormat> recognise_indicators(std::string_view text);

/// Walks the members of a JSON object, or the items of a JSON list, as raw text that may still be malformed;
/// `visit` gives false to stop. Memory does not follow the text. Borrows: `json`. Faults: truncated,
/// malformed.
Result<> for_each_json_member(std::string_view json,
                              const std::function<bool(std::string_view key, std::string_view value)>& visit);
/// The same with all the text from the value's beginning on, before the value is looked at.
Result<> for_each_json_key(std::string_view json,
                           const std::function<bool(std::string_view key, std::string_view rest)>& visit);
Result<> for_each_json_item(std::string_view json, const std::function<bool(std::string_view item)>& visit);

}  // namespace bridle
