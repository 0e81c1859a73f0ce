#pragma once

#include <algorithm>
#include <deque>
#include <future>
#include <thread>
#include <utility>

namespace bridle {

/// Work that several threads do and one takes up in the order in which it was begun, so that the outcome
/// never hangs on the threads. Twice as many pieces are begun as there are
/// processors, eight at most, so that none of them waits while a result is taken up.
template <class T>
class InOrder {
 public:
  bool empty() const { return running_.empty(); }
  bool full() const { return running_.size() >= pieces_; }
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
  std::size_t pieces_ = std::clamp<std::size_t>(2 * std::thread::hardware_concurrency(), 2, 8);
  std::deque<std::future<T>> running_;
};

}  // namespace bridle
