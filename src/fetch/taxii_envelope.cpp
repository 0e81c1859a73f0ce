#include "fetch/taxii_envelope.h"

#include <simdjson.h>

namespace bridle {

Result<TaxiiEnvelope> read_taxii_envelope(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  if (parser.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS)
    return fail(Fault::malformed, "the answer is no TAXII envelope: is this the URL of a collection?");
  TaxiiEnvelope out;
  simdjson::dom::element more, next;
  if (root.at_key("more").get(more) == simdjson::SUCCESS && more.get(out.more) != simdjson::SUCCESS)
    return fail(Fault::malformed, "the envelope's \"more\" is neither true nor false");
  if (root.at_key("next").get(next) == simdjson::SUCCESS) {
    std::string_view text;
    std::int64_t number = 0;  // some servers write one
    if (next.get(text) == simdjson::SUCCESS)
      out.next = text;
    else if (next.get(number) == simdjson::SUCCESS)
      out.next = std::to_string(number);
    else if (!next.is_null())
      return fail(Fault::malformed, "the envelope's \"next\" is no text");
  }
  simdjson::dom::array objects;
  if (auto error = root.at_key("objects").get(objects); error == simdjson::SUCCESS)
    out.objects = objects.size();
  else if (error != simdjson::NO_SUCH_FIELD)
    return fail(Fault::malformed, "the envelope's \"objects\" is no list");
  // Only an envelope may be without objects: any other JSON is something else, a login page's perhaps.
  else if (root.size() > 0 && root.at_key("more").error() != simdjson::SUCCESS)
    return fail(Fault::malformed, "the answer is no TAXII envelope: is this the URL of a collection?");
  return out;
}

}  // namespace bridle
