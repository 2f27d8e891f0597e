#include "histogram_set.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lathe {

HistogramSet::HistogramSet(std::size_t tensors, unsigned threads, std::size_t stride)
    : histograms_(tensors, Histogram(best_path(), stride)), guards_(new std::mutex[tensors]), extremes_(tensors) {
  for (unsigned index = 0; index < std::max(1u, threads); ++index) threads_.emplace_back([this] { serve(); });
}

HistogramSet::~HistogramSet() {
  finish();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    closing_ = true;
  }
  begun_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void HistogramSet::submit(std::vector<Observed> batch) {
  finish();
  batch_ = std::move(batch);
  // The largest first, so that no thread is left with one at the end.
  std::stable_sort(batch_.begin(), batch_.end(), [](const Observed& a, const Observed& b) { return a.count > b.count; });
  std::fill(extremes_.begin(), extremes_.end(), Extremes{INFINITY, -INFINITY, 0});
  start(batch_.size(), [this](std::size_t place) {
    const Observed& one = batch_[place];
    extremes_[one.tensor] = histograms_[one.tensor].add(one.values, one.count);
  });
}

Extremes HistogramSet::add(std::size_t tensor, const float* values, std::size_t count) {
  const std::lock_guard<std::mutex> lock(guards_[tensor]);
  return histograms_[tensor].add(values, count);
}

const std::vector<Extremes>& HistogramSet::wait() {
  finish();
  return extremes_;
}

void HistogramSet::each(const std::function<void(std::size_t)>& work) {
  finish();
  // Those with values on both sides of 0 take longest, so that none of them is begun last.
  const auto is_signed = [this](std::size_t tensor) { return histograms_[tensor].min() < 0 && histograms_[tensor].max() > 0; };
  std::vector<std::size_t> order(histograms_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_partition(order.begin(), order.end(), is_signed);
  start(order.size(), [&](std::size_t place) { work(order[place]); });
  finish();
}

void HistogramSet::start(std::size_t count, std::function<void(std::size_t)> work) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    work_ = std::move(work);
    count_ = count;
    next_ = 0;
    busy_ = threads_.size();
    ++round_;
  }
  begun_.notify_all();
}

void HistogramSet::finish() {
  std::unique_lock<std::mutex> lock(mutex_);
  done_.wait(lock, [this] { return busy_ == 0; });
}

void HistogramSet::serve() {
  for (std::size_t seen = 0;;) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      begun_.wait(lock, [&] { return closing_ || round_ != seen; });
      if (closing_) return;
      seen = round_;
    }
    for (std::size_t place = next_++; place < count_; place = next_++) work_(place);
    const std::lock_guard<std::mutex> lock(mutex_);
    if (--busy_ == 0) done_.notify_all();
  }
}

}  // namespace lathe
