#include "histogram.h"

#include <algorithm>
#include <cmath>

namespace lathe {

namespace {
// Below this the scale 2^15 / range leaves float's range; such activations are noise around zero anyway.
constexpr float kSmallestRange = 0x1p-100f;

// As many values as stay in the first cache from the search for extremes to the counting.
constexpr std::size_t kChunk = 4096;

/// What is counted of the chunks where not all is.
constexpr std::size_t kBlock = 256;

constexpr std::uint64_t kMostCounted = std::uint64_t{1} << 31;

constexpr Extremes kNothing{INFINITY, -INFINITY, 0};

Extremes merged(const Extremes& a, const Extremes& b) {
  return {std::min(a.min, b.min), std::max(a.max, b.max), a.not_finite + b.not_finite};
}

/// Largest |x| of the finite values; 0 where there is none.
float reach(const Extremes& found) { return found.min > found.max ? 0 : std::max(std::fabs(found.min), std::fabs(found.max)); }

template <class Count>
void merge_pairs(Count* bins, std::size_t count) {
  for (std::size_t bin = 0; bin < count / 2; ++bin) bins[bin] = bins[2 * bin] + bins[2 * bin + 1];
  std::fill(bins + count / 2, bins + count, Count{0});
}
}  // namespace

float Histogram::absolute_max() const { return std::max(std::fabs(min_), std::fabs(max_)); }

void Histogram::grow(float absolute) {
  int exponent = 0;
  std::frexp(std::max(absolute, kSmallestRange), &exponent);  // absolute < 2^exponent
  const double wanted = std::ldexp(1.0, exponent);
  if (range_ == 0) range_ = wanted;
  if (bins_.empty()) bins_.resize(kBins);
  for (; range_ < wanted; range_ *= 2) {
    for (std::size_t side = 0; side < bins_.size(); side += kBins) merge_pairs(bins_.data() + side, kBins);
    for (std::size_t side = 0; side < carried_.size(); side += kBins) merge_pairs(carried_.data() + side, kBins);
  }
  // Both are powers of two (or the quotient is exact), so value * scale_ rounds nothing but the value's own bits.
  // 2^128 overflows float, hence the double quotient.
  scale_ = static_cast<float>(static_cast<double>(kBins) / range_);
}

void Histogram::carry() {
  carried_.resize(bins_.size());
  for (std::size_t place = 0; place < bins_.size(); ++place) carried_[place] += bins_[place];
  std::fill(bins_.begin(), bins_.end(), 0);
  since_ = 0;
}

Extremes Histogram::add(const float* values, std::size_t count) {
  Extremes all = kNothing;
  const std::size_t step = stride_ > 1 ? kBlock * stride_ : kChunk;
  for (std::size_t from = 0; from < count; from += step) {
    const std::size_t here = std::min(step, count - from);
    const std::size_t block = stride_ > 1 ? std::min(kBlock, here) : here;
    const Extremes found = find_extremes(values + from, block, path_);
    const Extremes both = block == here ? found : merged(found, find_extremes(values + from + block, here - block, path_));
    all = merged(all, both);
    if (stride_ == 0) continue;
    if (static_cast<double>(reach(both)) >= range_ && reach(both) > 0) grow(reach(both));
    counted_ += block - found.not_finite;
    if (reach(found) == 0) {
      zeros_ += block - found.not_finite;
      continue;
    }
    if (found.min < 0 && bins_.size() == kBins) bins_.resize(2 * kBins);
    if ((since_ += block) > kMostCounted) carry();
    zeros_ += count_values(values + from, block, scale_, bins_.data(), kBins, path_);
  }
  if (all.not_finite < count) {
    const bool first = finite() == 0;
    min_ = first ? all.min : std::min(min_, all.min);
    max_ = first ? all.max : std::max(max_, all.max);
  }
  total_ += count;
  not_finite_ += all.not_finite;
  return all;
}

std::vector<double> Histogram::rebinned(std::size_t count, double limit) const {
  std::vector<double> coarse(count);
  if (range_ == 0 || limit <= 0) return coarse;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    const auto here = folded(bin);
    if (here == 0) continue;
    const double middle = (static_cast<double>(bin) + 0.5) * bin_width();
    const auto place = static_cast<std::size_t>(middle / limit * static_cast<double>(count));
    coarse[std::min(place, count - 1)] += static_cast<double>(here);
  }
  return coarse;
}

}  // namespace lathe
