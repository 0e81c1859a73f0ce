#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

struct PlistDocument;

/// Reads an XML property list (docs/formats/plist_xml.md) in UTF-8, UTF-16 or what its declaration names of
/// those that pugixml knows, into an empty document; use Plist. The <plist> element may be missing. Entities
/// other than XML's own five are never resolved, and a document that declares some is refused. Faults:
/// truncated; malformed; limit (depth, object count); unsupported (not XML, declares entities). Source:
/// Apple's PropertyList-1.0 DTD and CFPropertyList.c in CF-1153.
Result<> read_plist_xml(Bytes bytes, PlistDocument& document);

}  // namespace bridle
