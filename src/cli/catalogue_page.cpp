#include "cli/catalogue_page.h"

#include <fmt/format.h>

#include "artefacts/catalogue.h"
#include "findings/rule.h"

namespace bridle::cli {
namespace {

std::string describe(const Column& column) {
  std::string type(name(column.type));
  if (!column.event_kind.empty()) type += fmt::format(", event `{}`", column.event_kind);
  if (column.name_limit > 0) type += fmt::format(", cut at {} characters", column.name_limit);
  if (column.relation_to_value != Relation::mentioned)
    type += fmt::format(", {}", name(column.relation_to_value));
  return type;
}

std::string list(std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    auto end = lines.find('\n');
    text += fmt::format("- {}\n", lines.substr(0, end));
    lines = end == std::string_view::npos ? std::string_view{} : lines.substr(end + 1);
  }
  return text;
}

// Where an iPhone's trace can be met, beyond what its presence says.
std::string where(const Artefact& a) {
  std::string text;
  if (a.dump_only) text += " No backup holds it.";
  if (a.in_dumps < a.presence) text += fmt::format(" A dump has it: {}.", name(a.in_dumps));
  if (a.since > 0) text += fmt::format(" Kept since iOS {}.", a.since);
  return text;
}

}  // namespace

std::string catalogue_page() {
  std::string page =
      "# Catalogue\n\nEvery trace that Bridle reads. Written by `bridle artefacts --markdown` from the "
      "declarations in "
      "`src/artefacts/`; a test compares it. Each table also has `id`, `task` (its row in `coverage`), "
      "`locator` and `state`.\n";
  for (const Artefact* a : catalogue()) {
    page += fmt::format(
        "\n## {}: {}\n\n{} Question: {}. Platform: {}. A phone has it: {}.{} Source of the facts: "
        "{}.\n\nPaths:\n",
        a->id, a->title, a->table->doc, name(a->question), name(a->platform), name(a->presence), where(*a),
        a->source);
    for (std::string_view path : a->paths) page += fmt::format("- `{}`\n", path);
    page +=
        fmt::format("\nTable `{}`:\n\n| Column | Type | What it holds |\n|---|---|---|\n", a->table->name);
    for (const Column& c : a->table->columns)
      page += fmt::format("| `{}` | {} | {} |\n", c.name, describe(c), c.doc);
  }
  return page;
}

std::string rules_page() {
  std::string page =
      "# Rules\n\nWhat Bridle looks for in the records of a case. Written by `bridle explain --markdown` "
      "from the declarations in "
      "`src/findings/rules/`; a test compares it.\n";
  for (const Rule* r : rules())
    page += fmt::format(
        "\n## {}: {}\n\n**Looks at.** {}\n\n**Usual severity** {}, **confidence** {}. **Holds for** "
        "{}.\n\n**Why it matters.** {}\n\n"
        "**What it does not show.** {}\n\n**How it can be innocent.** {}\n\n**How to check it by hand.** "
        "{}\n\n**References**\n\n{}",
        r->id, r->title, r->looks_at, name(r->severity), name(r->confidence), r->versions, r->means,
        r->not_shown, r->innocent, r->check, list(r->references));
  return page;
}

}  // namespace bridle::cli
