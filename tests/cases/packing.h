#pragma once

#include <gtest/gtest.h>

#include "artefacts/catalogue.h"
#include "program.h"
#include "testing/dump_builder.h"

namespace bridle::testing {

/// A file of evidence.
struct Packed {
  std::string path, content;
};

/// Makes a folder or an archive of them.
inline void pack(const std::string& path, Packing packing, const std::vector<Packed>& files) {
  auto builder = DumpBuilder::begin(path, packing);
  ASSERT_TRUE(builder) << builder.error().message;
  for (const Packed& file : files) ASSERT_TRUE((*builder)->add({.path = file.path, .content = file.content}));
  ASSERT_TRUE((*builder)->finish());
}

/// The bytes of an archive of these files.
inline std::string packed(Packing packing, const std::vector<Packed>& files) {
  Folder folder;
  pack(folder / "archive", packing, files);
  return read_text(folder / "archive");
}

/// Every record of every trace of an Android phone.
inline std::string all_records(const std::string& case_folder) {
  std::string all;
  for (const Artefact* artefact : catalogue()) {
    if (artefact->platform != Platform::android) continue;
    std::string row = "''";
    for (const Column& column : artefact->table->columns)
      if (column.name != "copied")  // when somebody packed it belongs to the packing
        row += " || '|' || quote(\"" + std::string(column.name) + "\")";
    std::string table(artefact->table->name);
    all += table + "\n" +
           text_in(case_folder, "SELECT group_concat(row, char(10)) FROM (SELECT " + row + " AS row FROM " +
                                    table + " ORDER BY 1)") +
           "\n";
  }
  return all;
}

}  // namespace bridle::testing
