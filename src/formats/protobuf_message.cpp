#include "formats/protobuf_message.h"

#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "base/text.h"

namespace bridle {
namespace {

constexpr std::size_t most_fields = 4096, most_json = 16'384, most_bytes = 256;
constexpr int most_levels = 8;

bool is_shown_text(std::string_view text) {
  return is_utf8(text) && std::ranges::none_of(text, [](char c) {
           return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F;
         });
}

class Writer {
 public:
  void message(const ProtobufMessage& message, int level) {
    json_.object();
    const auto& fields = message.fields();
    for (auto field = fields.begin(); field != fields.end(); ++field) {
      auto same = [&](const WireField& other) { return other.number == field->number; };
      if (std::find_if(fields.begin(), field, same) != field)
        continue;  // written with the first of its number
      if (is_full()) {
        json_.member("cut", true);
        break;
      }
      json_.key(std::to_string(field->number));
      bool repeated = std::count_if(field, fields.end(), same) > 1;
      if (repeated) json_.array();
      for (auto next = field; next != fields.end(); ++next)
        if (same(*next) && (next == field || !is_full())) value(*next, level);
      if (repeated) json_.end();
    }
    json_.end();
  }
  std::string take() { return json_.take(); }

 private:
  bool is_full() const { return json_.text().size() > most_json; }

  void value(const WireField& field, int level) {
    switch (field.kind) {
      case WireField::Kind::varint:
      case WireField::Kind::fixed32:
        json_.value(field.integer());
        return;
      case WireField::Kind::fixed64: {
        auto real = std::bit_cast<double>(field.value);
        if (std::isfinite(real) && (real == 0 || std::abs(real) > 1e-9))
          json_.value(real);
        else
          json_.value(field.integer());
        return;
      }
      case WireField::Kind::bytes:
        bytes(field, level);
        return;
    }
  }

  void bytes(const WireField& field, int level) {
    if (is_shown_text(field.text())) {
      json_.value(field.text().substr(0, most_json));
      return;
    }
    auto inner = level < most_levels ? ProtobufMessage::parse(field.bytes)
                                     : Result<ProtobufMessage>(fail(Fault::limit, "too deep"));
    if (inner && !inner->is_empty())
      message(*inner, level + 1);
    else
      json_.value(to_base64(field.bytes.first(std::min(field.bytes.size(), most_bytes))));
  }

  JsonWriter json_{false};
};

}  // namespace

Result<ProtobufMessage> ProtobufMessage::parse(Bytes bytes) {
  ProtobufMessage message;
  WireReader reader(bytes);
  while (auto field = TRY(reader.next())) {
    if (message.fields_.size() == most_fields) return fail(Fault::limit, "a message of too many fields");
    message.fields_.push_back(*field);
  }
  return message;
}

const WireField* ProtobufMessage::find(std::uint32_t number) const {
  auto found = std::ranges::find(fields_, number, &WireField::number);
  return found == fields_.end() ? nullptr : &*found;
}

std::optional<std::int64_t> ProtobufMessage::integer(std::uint32_t number) const {
  const WireField* field = find(number);
  return field != nullptr && field->kind != WireField::Kind::bytes ? std::optional(field->integer())
                                                                   : std::nullopt;
}

std::optional<double> ProtobufMessage::real(std::uint32_t number) const {
  const WireField* field = find(number);
  if (field == nullptr || field->kind != WireField::Kind::fixed64) return std::nullopt;
  return std::bit_cast<double>(field->value);
}

std::optional<std::string_view> ProtobufMessage::text(std::uint32_t number) const {
  const WireField* field = find(number);
  if (field == nullptr || field->kind != WireField::Kind::bytes || field->bytes.empty()) return std::nullopt;
  return field->text();
}

ProtobufMessage ProtobufMessage::message(std::uint32_t number) const {
  const WireField* field = find(number);
  if (field == nullptr || field->kind != WireField::Kind::bytes) return {};
  return parse(field->bytes).value_or(ProtobufMessage{});
}

std::vector<ProtobufMessage> ProtobufMessage::messages(std::uint32_t number) const {
  std::vector<ProtobufMessage> all;
  for (const WireField& field : fields_)
    if (field.number == number && field.kind == WireField::Kind::bytes)
      if (auto one = parse(field.bytes)) all.push_back(std::move(*one));
  return all;
}

std::optional<std::string> protobuf_as_json(Bytes bytes) {
  auto message = ProtobufMessage::parse(bytes);
  if (!message || message->is_empty()) return std::nullopt;
  Writer writer;
  writer.message(*message, 0);
  return writer.take();
}

}  // namespace bridle
