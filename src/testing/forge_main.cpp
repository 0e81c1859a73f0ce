#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "testing/forge.h"
#include "testing/forge_android.h"

using namespace bridle;
using namespace bridle::testing;

namespace {

int usage() {
  fmt::print(
      stderr,
      "bridle-forge FOLDER [--size small|usual|large|worst|dump] [--files N] [--encrypted] [--generation "
      "mbdb|10.0|10.2] [--password PW]\n"
      "             [--iterations N] [--seed N] [--flat]\n"
      "bridle-forge FOLDER --kind dump [--size ...] [--packing folder|tar|tar.gz|zip|zip-stored] [--leading "
      "DIR/] [--var] [--seed N]\n"
      "bridle-forge FOLDER --kind bugreport|androidqf|ab [--size 20|100|300] [--packing ...] [--leading "
      "DIR/] "
      "[--password PW]\n"
      "             [--age] [--seed N]\n"
      "Writes a made-up iPhone backup into FOLDER/backup, or a file-system dump into FOLDER/dump or "
      "FOLDER/dump.bin, or\nevidence of a made-up Android phone of so many megabytes into FOLDER/evidence*, "
      "with\nFOLDER/indicators.stix2 and FOLDER/answers.json.\n"
      "Nothing in it is from a real phone.\n");
  return 2;
}

int finish(const Result<>& forged) {
  if (forged) return 0;
  fmt::print(stderr, "bridle-forge: {}\n", forged.error().message);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return usage();
  std::string_view size = "small", generation = "10.2";
  BackupTemplate as;
  bool encrypted = false;
  DumpTemplate dump;
  AndroidTemplate android;
  std::string_view kind = "backup";
  std::int64_t files = 0;
  for (int i = 2; i < argc; ++i) {
    std::string_view option = argv[i];
    auto value = [&]() -> std::string_view { return i + 1 < argc ? argv[++i] : ""; };
    if (option == "--size")
      size = value();
    else if (option == "--files")
      files = parse_integer(value()).value_or(0);
    else if (option == "--encrypted")
      encrypted = true;
    else if (option == "--kind")
      kind = value();
    else if (option == "--age")
      android.for_identity = true;
    else if (option == "--packing") {
      auto packing = packing_of(value());
      if (!packing) return usage();
      dump.packing = android.packing = *packing;
    } else if (option == "--leading")
      dump.leading = android.leading = value();
    else if (option == "--var")
      dump.var_only = true;
    else if (option == "--generation")
      generation = value();
    else if (option == "--password")
      as.password = android.password = value();
    else if (option == "--iterations")
      as.double_iterations = static_cast<std::uint32_t>(parse_integer(value()).value_or(1));
    else if (option == "--seed")
      android.seed = dump.seed = as.seed = static_cast<std::uint64_t>(parse_integer(value()).value_or(1));
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
  if (auto of_android = android_kind(kind)) {
    android.kind = *of_android;
    android.megabytes = static_cast<std::uint64_t>(parse_integer(size).value_or(20));
    return finish(forge_android(argv[1], android));
  }
  bool is_dump = kind == "dump";
  if (!is_dump && kind != "backup") return usage();
  auto sizes = forge_sizes(size);
  if (sizes && files > 0) sizes->files = static_cast<std::uint64_t>(files);
  return finish(!sizes    ? std::unexpected(sizes.error())
                : is_dump ? forge_dump(argv[1], *sizes, dump)
                          : forge_backup(argv[1], *sizes, as));
}
