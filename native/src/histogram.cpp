#include "histogram.h"

#include <algorithm>
#include <cmath>

namespace lathe {

namespace {
// Below this the scale 2^15 / range leaves float's range; such activations are noise around zero anyway.
constexpr float kSmallestRange = 0x1p-100f;
}  // namespace

float Histogram::absolute_max() const { return std::max(std::fabs(min_), std::fabs(max_)); }

void Histogram::grow(float absolute) {
  int exponent = 0;
  std::frexp(std::max(absolute, kSmallestRange), &exponent);  // absolute < 2^exponent
  const double wanted = std::ldexp(1.0, exponent);
  if (range_ == 0) range_ = wanted;
  while (range_ < wanted) {
    for (std::size_t bin = 0; bin < kBins / 2; ++bin) bins_[bin] = bins_[2 * bin] + bins_[2 * bin + 1];
    std::fill(bins_.begin() + kBins / 2, bins_.end(), 0);
    range_ *= 2;
  }
  // Both are powers of two (or the quotient is exact), so value * scale_ rounds nothing but the value's own bits.
  // 2^128 overflows float, hence the double quotient.
  scale_ = static_cast<float>(static_cast<double>(kBins) / range_);
}

void Histogram::add(const float* values, std::size_t count) {
  float low = total_ > not_finite_ ? min_ : INFINITY;
  float high = total_ > not_finite_ ? max_ : -INFINITY;
  std::uint64_t odd = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const float value = values[i];
    if (!std::isfinite(value)) {
      ++odd;
      continue;
    }
    low = std::min(low, value);
    high = std::max(high, value);
  }
  total_ += count;
  not_finite_ += odd;
  if (total_ == not_finite_) return;
  min_ = low;
  max_ = high;
  const float absolute = absolute_max();
  if (absolute > 0 && static_cast<double>(absolute) >= range_) grow(absolute);

  for (std::size_t i = 0; i < count; ++i) {
    const float value = std::fabs(values[i]);
    if (value == 0) {
      ++zeros_;
    } else if (std::isfinite(value)) {
      ++bins_[static_cast<std::size_t>(value * scale_)];
    }
  }
}

std::vector<double> Histogram::rebinned(std::size_t count, double limit) const {
  std::vector<double> coarse(count);
  if (range_ == 0 || limit <= 0) return coarse;
  const double width = range_ / static_cast<double>(kBins);
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    if (bins_[bin] == 0) continue;
    const double middle = (static_cast<double>(bin) + 0.5) * width;
    const auto place = static_cast<std::size_t>(middle / limit * static_cast<double>(count));
    coarse[std::min(place, count - 1)] += static_cast<double>(bins_[bin]);
  }
  return coarse;
}

}  // namespace lathe
