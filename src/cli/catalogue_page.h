#pragma once

#include <string>

namespace bridle::cli {

/// docs/catalogue.md: every artefact with its paths, columns and the source of its facts, from the
/// declarations.
std::string catalogue_page();
/// docs/rules.md: every rule, from the declarations.
std::string rules_page();

}  // namespace bridle::cli
