// Choosing the interval of a tensor's values that INT8 keeps; what lies beyond saturates.
#pragma once
#include <cstddef>

#include "histogram.h"

namespace lathe {

/// How a target quantizes.
enum class Form {
  /// int8, one scale T / 127, the interval [-T, T].
  symmetric,
  /// uint8 with a zero point: 255 steps over an interval that holds 0.
  asymmetric
};

/// low ≤ 0 ≤ high; in the symmetric form the larger of -low and high is T, and both are cut to what was observed.
struct Interval {
  double low;
  double high;
  double threshold() const { return -low > high ? -low : high; }
};

/// All that was observed, widened to hold 0.
Interval whole_interval(const Histogram& histogram);

/// [-T, T], cut to what was observed.
Interval within(const Histogram& histogram, double threshold);

/// Least KL divergence between what was observed and what its quantization can tell of it (threshold_entropy.cpp says
/// how). `bins` is the number of bins on [0, max|x|], 2048 in S. Migacz, "8-bit Inference with TensorRT", GTC 2017.
Interval entropy_interval(const Histogram& histogram, Form form, std::size_t bins = 2048);

/// The smallest T with at least `percent` percent of all values (zeros included) at |x| ≤ T, interpolated within its
/// bin; never above max|x|.
double percentile_threshold(const Histogram& histogram, double percent);

/// Cut at that threshold; all of a tensor that is zero so often that the threshold is 0, which would erase it.
Interval percentile_interval(const Histogram& histogram, double percent);

/// The interval whose quantizer has the least mean squared error on what was observed. Symmetric: of 1024 thresholds on
/// (0, max|x|]. Asymmetric: of the same thresholds first, then each end by itself with the other one fixed.
Interval mse_interval(const Histogram& histogram, Form form);

/// Share of all finite values outside the interval, by whole bins.
double clipped_share(const Histogram& histogram, const Interval& interval);

}  // namespace lathe
