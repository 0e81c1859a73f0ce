#pragma once

#include <string>

#include "cases/case_store.h"

namespace bridle {

/// SHA-256, in 64 lower-case hexadecimal digits, over every row that belongs to one revision: its indicators,
/// matches, findings, what corroborates and what sets aside. The journal keeps it, so that after later
/// revisions anyone can see that an older one is as it was. Each value is preceded by its type and length: no
/// two contents give the same bytes. Faults: io.
Result<std::string> revision_digest(const CaseStore& store, std::int64_t revision);

/// Recomputes the digest of every revision that the journal at `path` keeps one of.
/// Faults: malformed, naming the first revision that differs; io.
Result<> check_revisions(const CaseStore& store, const std::string& path);

}  // namespace bridle
