#include "testing/abx_builder.h"

#include <algorithm>
#include <cstdint>

namespace bridle::testing {
namespace {

void append_big(std::string& out, std::uint64_t value, int width) {
  for (int i = width - 1; i >= 0; --i) out += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
}

}  // namespace

void AbxBuilder::intern(std::string_view name) {
  auto known = std::ranges::find(pool_, name);
  if (known != pool_.end()) return append_big(out_, static_cast<std::uint64_t>(known - pool_.begin()), 2);
  append_big(out_, 0xFFFF, 2);
  append_big(out_, name.size(), 2);
  out_ += name;
  pool_.emplace_back(name);
}

AbxBuilder& AbxBuilder::start(std::string_view name) {
  out_ += '\x32';
  intern(name);
  return *this;
}

AbxBuilder& AbxBuilder::attribute(std::string_view name, std::string_view text) {
  out_ += '\x2F';
  intern(name);
  append_big(out_, text.size(), 2);
  out_ += text;
  return *this;
}

AbxBuilder& AbxBuilder::attribute(std::string_view name, std::int64_t number) {
  out_ += '\x8F';
  intern(name);
  append_big(out_, static_cast<std::uint64_t>(number), 8);
  return *this;
}

AbxBuilder& AbxBuilder::truth(std::string_view name, bool value) {
  out_ += value ? '\xCF' : '\xDF';
  intern(name);
  return *this;
}

AbxBuilder& AbxBuilder::end(std::string_view name) {
  out_ += '\x33';
  intern(name);
  return *this;
}

std::string AbxBuilder::write(bool with_document) const {
  std::string file("ABX\0", 4);
  if (with_document) file += '\x10';
  file += out_;
  if (with_document) file += '\x11';
  return file;
}

}  // namespace bridle::testing
