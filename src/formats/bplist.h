#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

struct PlistDocument;

/// Does it begin with "bplist"? (Which version it is, the reader says.)
bool is_bplist(Bytes bytes);

/// Reads a binary property list (docs/formats/bplist.md) into an empty document; use Plist. Only what is
/// reachable from the top object is read; objects that overlap so that they hold more than the file does are
/// refused. Faults: truncated; malformed (also a cycle); unsupported (another version, an unknown object
/// type); limit (depth, object count, size of the tree). Source: CFBinaryPList.c in Apple's CF-1153; checked
/// against lists from iOS 9 to 17.
Result<> read_bplist(Bytes bytes, PlistDocument& document);

}  // namespace bridle
