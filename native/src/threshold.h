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

/// The T whose INT8 quantizer has the least mean squared error on what was observed: for each of 512 candidates on
/// (0, max|x|], Σ count · (x − q(x))² over the fine bins' middles, values beyond T saturating. `levels` is the number of
/// steps: symmetric int8 has 127 on each side of 0, so that a step is T / 127; asymmetric uint8 has 255 from the lowest
/// to the highest value kept. Returns 0 where nothing but zeros was seen.
double mse_threshold(const Histogram& histogram, bool symmetric);

/// Share of all finite values with |x| > T, by whole bins.
double clipped_share(const Histogram& histogram, double threshold);

}  // namespace lathe
