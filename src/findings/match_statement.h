#pragma once

#include <string>

#include "findings/match_group.h"

namespace bridle {

/// What a group of matches says, in one to three sentences: which values stand where, how many records hold
/// them, what they have to do with which published indicators of whom.
std::string match_statement(const MatchGroup& group);

/// By what a group is recognised again in another revision: what was met of whom, where, and how; not how
/// grave that is, nor how it is worded.
std::string match_identity(const MatchGroup& group);

}  // namespace bridle
