#pragma once

#include "engine/container_tables.h"
#include "engine/launcher_loop.h"
#include "engine/task_sink.h"

namespace bridle {

/// What a worker says of a container: a batch of container_fact_table.
class FactWriter {
 public:
  explicit FactWriter(int fd) : out_(fd), sink_(out_, container_fact_table, 100'000) {}
  void add(std::string_view kind, std::string_view key, std::string_view value) {
    ContainerFactRow row{kind, key, value};
    sink_.add(whole_file(), &row);
  }
  int finish(BatchEnd end) {
    end.rows = sink_.rows();
    return out_.finish(end) ? 0 : worker_failed;
  }

 private:
  BatchWriter out_;
  TaskSink sink_;
};

}  // namespace bridle
