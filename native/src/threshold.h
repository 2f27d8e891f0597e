// Choosing the threshold T on |x| beyond which INT8 clips; the scale is T / 127.
#pragma once
#include <cstddef>

#include "histogram.h"

namespace lathe {

/// KL-divergence search as NVIDIA presented it (S. Migacz, "8-bit Inference with TensorRT", GTC 2017): the histogram of
/// |x| in `bins` bins on [0, max|x|]; for each candidate i from `levels` to `bins`, P is the first i bins with all that
/// lies beyond added to the last, Q the same bins quantized to `levels` levels and spread back over P's non-empty bins;
/// the i with the least KL(P‖Q) wins and T is its upper edge. Exact zeros take no part: they quantize without error.
/// Returns 0 where nothing but zeros was seen.
double entropy_threshold(const Histogram& histogram, std::size_t bins = 2048, std::size_t levels = 128);

/// The smallest T with at least `percent` percent of all values (zeros included) at |x| ≤ T, interpolated within its
/// bin; never above max|x|.
double percentile_threshold(const Histogram& histogram, double percent);

/// Share of all finite values with |x| > T, by whole bins.
double clipped_share(const Histogram& histogram, double threshold);

}  // namespace lathe
