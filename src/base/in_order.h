#pragma once

#include <algorithm>
#include <deque>
#include <future>
#include <thread>
#include <utility>

namespace bridle {

/// Work that several threads do and one takes up in the order in which it was begun, so that the outcome
/// never hangs on the threads. Holds at most one result per processor, eight at most.
template <class T>
class InOrder {
 public:
  bool empty() const { return running_.empty(); }
  bool full() const { return running_.size() >= threads_; }
  /// `work` returns a T. Borrows: what it refers to, until it was taken. Where no thread can be had it is
  /// done by take().
  template <class Work>
  void begin(Work work) {
    running_.push_back(std::async(std::launch::async | std::launch::deferred, std::move(work)));
  }
  /// As begin(), but take() does it: for work that is done sooner than a thread is started.
  template <class Work>
  void begin_here(Work work) {
    running_.push_back(std::async(std::launch::deferred, std::move(work)));
  }
  /// Waits for the oldest. Not when empty.
  T take() {
    T oldest = running_.front().get();
    running_.pop_front();
    return oldest;
  }

 private:
  std::size_t threads_ = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 8);
  std::deque<std::future<T>> running_;
};

}  // namespace bridle
