#pragma once

#include <string>

#include "base/secret.h"

namespace bridle::cli {

/// The password from --password-file (its first line) or BRIDLE_PASSWORD, which is wiped from the
/// environment; empty when neither is given. Never from the command line, where every user of the machine
/// could read it. Faults: absent or io (the file).
Result<Secret> given_password(const std::string& password_file);
/// Asks on the terminal, without echo. Empty when there is no terminal to ask at. Faults: io.
Result<Secret> ask_password();

/// The text of an age identity file, at most 16 KiB. Faults: absent, limit, io.
Result<Secret> read_identity(const std::string& path);

}  // namespace bridle::cli
