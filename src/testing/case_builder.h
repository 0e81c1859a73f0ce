#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cases/case_store.h"

namespace bridle::testing {

/// A case in a folder of its own, gone afterwards, with the tables of every artefact, filled by SQL: rules
/// see it as they see a real one.
///
///   CaseBuilder().run("INSERT INTO ios_tcc(kind, client) VALUES('access',
///   '/private/x')").findings("ios.tcc_path_client")
class CaseBuilder {
 public:
  CaseBuilder();
  CaseBuilder(const CaseBuilder&) = delete;
  CaseBuilder& operator=(const CaseBuilder&) = delete;
  ~CaseBuilder();

  CaseBuilder& run(const std::string& sql);
  CaseBuilder& device(std::string_view key, std::string_view value);
  /// What a rule finds: one line per finding, "severity confidence time | statement | table id, table id".
  /// The first mistake of the building instead, when there was one.
  std::string findings(std::string_view rule_id);
  /// What its tables are made from.
  static std::span<const Artefact* const> artefacts();
  /// The case itself.
  CaseStore& store() { return *store_; }

 private:
  void check(const Result<>& done);
  std::string folder_, problem_;
  std::unique_ptr<CaseStore> store_;
};

}  // namespace bridle::testing
