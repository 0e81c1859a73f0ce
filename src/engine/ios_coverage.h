#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/container.h"
#include "records/artefact.h"

namespace bridle {

/// The major version of the system that an iPhone's evidence names; nothing when it names none.
std::optional<int> major_version(const ContainerFacts& facts);

/// Why no iPhone with the version that the evidence names keeps an artefact; empty when it may.
std::string too_old_for(const Artefact& artefact, const ContainerFacts& facts);

/// "iOS 16.1.1", or `otherwise`.
std::string system_in_words(const ContainerFacts& facts, std::string_view otherwise);

}  // namespace bridle
