#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "testing/forge.h"

using namespace bridle;
using namespace bridle::testing;

namespace {

int usage() {
  fmt::print(
      stderr,
      "bridle-forge FOLDER [--size small|usual|large|worst] [--encrypted] [--generation "
      "mbdb|10.0|10.2] [--password PW]\n"
      "             [--iterations N] [--seed N] [--flat]\n"
      "bridle-forge FOLDER --kind dump [--size ...] [--packing folder|tar|tar.gz|zip|zip-stored] [--leading "
      "DIR/] [--var] [--seed N]\n"
      "Writes a made-up iPhone backup into FOLDER/backup, or a file-system dump into FOLDER/dump or "
      "FOLDER/dump.bin, with\nFOLDER/indicators.stix2 and FOLDER/answers.json.\n"
      "Nothing in it is from a real phone.\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return usage();
  std::string_view size = "small", generation = "10.2";
  BackupTemplate as;
  bool encrypted = false, is_dump = false;
  DumpTemplate dump;
  for (int i = 2; i < argc; ++i) {
    std::string_view option = argv[i];
    auto value = [&]() -> std::string_view { return i + 1 < argc ? argv[++i] : ""; };
    if (option == "--size")
      size = value();
    else if (option == "--encrypted")
      encrypted = true;
    else if (option == "--kind")
      is_dump = value() == "dump";
    else if (option == "--packing") {
      auto packing = packing_of(value());
      if (!packing) return usage();
      dump.packing = *packing;
    } else if (option == "--leading")
      dump.leading = value();
    else if (option == "--var")
      dump.var_only = true;
    else if (option == "--generation")
      generation = value();
    else if (option == "--password")
      as.password = value();
    else if (option == "--iterations")
      as.double_iterations = static_cast<std::uint32_t>(parse_integer(value()).value_or(1));
    else if (option == "--seed")
      dump.seed = as.seed = static_cast<std::uint64_t>(parse_integer(value()).value_or(1));
    else if (option == "--flat")
      as.flat = true;
    else
      return usage();
  }
  if (generation == "mbdb") {
    as.index = BackupTemplate::Index::mbdb;
    as.flat = true;
    as.product_version = "9.3.5";
  }
  if (encrypted)
    as.encryption = generation == "10.2" ? BackupTemplate::Encryption::files_and_index
                                         : BackupTemplate::Encryption::files_only;
  auto sizes = forge_sizes(size);
  auto forged = !sizes    ? std::unexpected(sizes.error())
                : is_dump ? forge_dump(argv[1], *sizes, dump)
                          : forge_backup(argv[1], *sizes, as);
  if (!forged) {
    fmt::print(stderr, "bridle-forge: {}\n", forged.error().message);
    return 2;
  }
  return 0;
}
