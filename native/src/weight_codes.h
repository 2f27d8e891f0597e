// int8 codes of weights, for any processor and for AVX2. Both give the same to the bit.
#pragma once
#include <cstddef>
#include <cstdint>

#include "histogram_kernel.h"

namespace lathe {

/// Scales along one axis of a weight seen as [outer, channels, inner]; with one scale for all there is one channel.
struct ChannelScales {
  const float* scales;
  std::size_t channels;
  std::size_t inner;
};

/// q = round(w / s), ties to even, saturated to −127 … 127 (ONNX QuantizeLinear without the code that has no mirror image).
/// No value is NaN and every scale is finite and greater than 0.
void weight_codes(const float* values, std::size_t count, const ChannelScales& by, std::int8_t* codes, Path path = best_path());

}  // namespace lathe
