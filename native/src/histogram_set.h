// The histograms of many tensors, filled on threads of their own while the caller goes on.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "histogram.h"

namespace lathe {

/// Values of one tensor, which stay where they are until `wait` returns.
struct Observed {
  std::size_t tensor;
  const float* values;
  std::size_t count;
};

/// One batch is in work at a time, one tensor on one thread, so that the result does not depend on the threads.
class HistogramSet {
 public:
  /// `stride` as a Histogram's.
  HistogramSet(std::size_t tensors, unsigned threads, std::size_t stride = 1);
  ~HistogramSet();
  HistogramSet(const HistogramSet&) = delete;
  HistogramSet& operator=(const HistogramSet&) = delete;

  /// Waits for the batch before and begins with this one. A tensor stands in a batch at most once.
  void submit(std::vector<Observed> batch);
  /// Returns when the last batch is counted; gives the extremes of that batch by tensor. Those of a tensor that was not
  /// in it are +infinity, -infinity, 0.
  const std::vector<Extremes>& wait();

  /// Counts at once, on the calling thread; several threads may call it, also for the same tensor. Not while a batch is in
  /// work. Returns the extremes of these values.
  Extremes add(std::size_t tensor, const float* values, std::size_t count);

  std::size_t size() const { return histograms_.size(); }
  const Histogram& operator[](std::size_t tensor) const { return histograms_[tensor]; }

  /// Calls `work` for every tensor on all threads and returns when all are done.
  void each(const std::function<void(std::size_t)>& work);

 private:
  void start(std::size_t count, std::function<void(std::size_t)> work);
  void finish();
  void serve();

  std::vector<Histogram> histograms_;
  /// One for each histogram.
  std::unique_ptr<std::mutex[]> guards_;
  std::vector<Extremes> extremes_;
  std::vector<Observed> batch_;
  std::vector<std::thread> threads_;

  std::mutex mutex_;
  std::condition_variable begun_, done_;
  std::function<void(std::size_t)> work_;
  std::atomic<std::size_t> next_{0};
  std::size_t count_ = 0;
  std::size_t round_ = 0;
  std::size_t busy_ = 0;
  bool closing_ = false;
};

}  // namespace lathe
