#include "evidence/key_derivation.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string derived(std::string_view password, const KeyDerivation& how) {
  auto key = derive_backup_key(as_bytes(password), how);
  return key ? to_hex(key->bytes()) : key.error().message;
}

// Expected values made with Python's hashlib.pbkdf2_hmac.
TEST(KeyDerivation, runs_one_stage_as_before_ios_10_2) {
  EXPECT_EQ(derived("password", {as_bytes("salt"), 4096, {}}),
            "4b007901b765489abead49d926f721d065a429c12e463f6c4cd79401085b03db");
}

TEST(KeyDerivation, runs_two_stages_since_ios_10_2) {
  EXPECT_EQ(derived("password", {as_bytes("salt-of-twenty-bytes"), 10, Stretching{as_bytes("double"), 1000}}),
            "ffbee210150eccdf59652372b4e9d92e76cda4c8d2ef29c139678e1601e7f7d6");
}

TEST(KeyDerivation, an_empty_password_is_a_password) {
  EXPECT_EQ(derived("", {as_bytes("salt"), 1, {}}),
            "a33dddc30478185515311f8752895d36ea4363a2000d3d26b98e7dffaaa13c3c");
}

TEST(KeyDerivation, refuses_counts_that_would_cost_hours_or_nothing) {
  for (std::uint64_t count : {std::uint64_t{0}, iteration_limit + 1, UINT64_MAX}) {
    EXPECT_EQ(derive_backup_key({}, {as_bytes("s"), count, {}}).error().fault, Fault::limit);
    EXPECT_EQ(derive_backup_key({}, {as_bytes("s"), 1, Stretching{as_bytes("d"), count}}).error().fault,
              Fault::limit);
    EXPECT_EQ(
        derive_backup_key({}, {as_bytes("s"), count, Stretching{as_bytes("d"), 50'000'000}}).error().fault,
        Fault::limit);
  }
}

}  // namespace
}  // namespace bridle
