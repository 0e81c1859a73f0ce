#pragma once

#include <cstddef>
#include <string_view>

namespace bridle {

/// Letters to insert, remove, replace or swap with their neighbour to make one name of the other. `most` is
/// what interests: names of more than 64 letters give one more than it.
std::size_t letters_apart(std::string_view a, std::string_view b, std::size_t most);

}  // namespace bridle
