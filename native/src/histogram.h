// A streaming histogram of one tensor's values, the same whatever the order and size of the batches.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "histogram_kernel.h"

namespace lathe {

/// Distribution of x over bins of equal width on [0, 2^k) and, for negative values, on (-2^k, 0), where 2^k is the
/// smallest power of two above the largest |x| seen. Growing the range merges bins in pairs, which is exact, so the
/// result depends on the multiset of values alone and memory does not depend on how many were seen.
class Histogram {
 public:
  /// Bins on each side of 0. Fine enough to be re-binned to the 2048 bins of an entropy search without visible error.
  static constexpr std::size_t kBins = 1 << 15;

  /// With a `stride` above 1 only the first of so many blocks of 256 values is counted in bins and zeros, which is
  /// enough to see how the values lie; with 0 none is counted. The extremes are always those of all.
  explicit Histogram(Path path = best_path(), std::size_t stride = 1) : path_(path), stride_(stride) {}

  /// Adds `count` values and returns the extremes of these alone. NaN and infinities are counted apart and change
  /// nothing else.
  Extremes add(const float* values, std::size_t count);

  std::uint64_t total() const { return total_; }
  /// Exact zeros, which quantization represents without error; they are in no bin.
  std::uint64_t zeros() const { return zeros_; }
  std::uint64_t not_finite() const { return not_finite_; }
  std::uint64_t finite() const { return total_ - not_finite_; }
  /// How many values the bins and the zeros stand for: with stride 1 the finite ones.
  std::uint64_t counted() const { return counted_; }
  /// 0 where nothing finite was seen.
  float min() const { return min_; }
  float max() const { return max_; }
  /// Largest |x|; 0 where nothing but zeros was seen.
  float absolute_max() const;
  /// Upper end of the binned range of |x|; 0 where nothing but zeros was seen.
  double range() const { return range_; }
  double bin_width() const { return range_ / static_cast<double>(kBins); }
  /// Values x > 0 (or x < 0) with |x| in that bin.
  std::uint64_t positive(std::size_t bin) const { return count(bin); }
  std::uint64_t negative(std::size_t bin) const { return count(kBins + bin); }
  /// Values with |x| in that bin.
  std::uint64_t folded(std::size_t bin) const { return positive(bin) + negative(bin); }

  /// The counts of |x| re-binned to `count` bins of equal width on [0, limit]; a fine bin goes where its middle lies,
  /// anything beyond `limit` into the last one.
  std::vector<double> rebinned(std::size_t count, double limit) const;

 private:
  void grow(float absolute);

  Path path_;
  std::uint64_t count(std::size_t place) const {
    return (place < bins_.size() ? bins_[place] : 0) + (place < carried_.size() ? carried_[place] : 0);
  }
  void carry();

  /// Positive values, then negative ones; neither before the first such value, for what a ReLU gives has no negative ones.
  /// Narrow, so that they stay in the caches; before they can overflow they are carried over.
  std::vector<std::uint32_t> bins_;
  std::vector<std::uint64_t> carried_;
  /// How many values were counted since then.
  std::uint64_t since_ = 0;
  /// One block of values in so many is counted.
  std::size_t stride_;
  double range_ = 0;
  float scale_ = 0;
  std::uint64_t total_ = 0;
  std::uint64_t counted_ = 0;
  std::uint64_t zeros_ = 0;
  std::uint64_t not_finite_ = 0;
  float min_ = 0;
  float max_ = 0;
};

}  // namespace lathe
