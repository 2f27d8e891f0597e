#include "weight_codes.h"

#include <algorithm>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define LATHE_AVX2 1
#include <immintrin.h>
#endif

namespace lathe {

namespace {

constexpr float kLargest = 127;

std::int8_t code_of(float value, float scale) {
  // Floats between 2²³ and 2²⁴ are whole numbers, to which adding rounds half to even.
  constexpr float kWhole = 0x1.8p23f;
  const float shifted = std::max(-kLargest, std::min(kLargest, value / scale)) + kWhole;
  return static_cast<std::int8_t>(shifted - kWhole);
}

/// `step` is 1 where each value has a scale of its own, and 0 where all have the first.
void row_portable(const float* values, std::size_t count, const float* scales, std::size_t step, std::int8_t* codes) {
  for (std::size_t i = 0; i < count; ++i) codes[i] = code_of(values[i], scales[i * step]);
}

#ifdef LATHE_AVX2
__attribute__((target("avx2"))) void row_avx2(const float* values, std::size_t count, const float* scales, std::size_t step,
                                               std::int8_t* codes) {
  const __m256 largest = _mm256_set1_ps(kLargest);
  const __m256 smallest = _mm256_set1_ps(-kLargest);
  const __m256 common = _mm256_set1_ps(count == 0 ? 1.0f : scales[0]);
  // Packing works within each half of a vector: this puts the groups of four codes back in order.
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  std::size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    __m256i whole[4];
#pragma GCC unroll 4
    for (std::size_t part = 0; part < 4; ++part) {
      const std::size_t at = i + 8 * part;
      const __m256 scale = step == 0 ? common : _mm256_loadu_ps(scales + at);
      const __m256 quotient = _mm256_div_ps(_mm256_loadu_ps(values + at), scale);
      whole[part] = _mm256_cvtps_epi32(_mm256_max_ps(smallest, _mm256_min_ps(largest, quotient)));
    }
    const __m256i bytes = _mm256_packs_epi16(_mm256_packs_epi32(whole[0], whole[1]), _mm256_packs_epi32(whole[2], whole[3]));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(codes + i), _mm256_permutevar8x32_epi32(bytes, order));
  }
  row_portable(values + i, count - i, scales + i * step, step, codes + i);
}
#endif

void row(const float* values, std::size_t count, const float* scales, std::size_t step, std::int8_t* codes, Path path) {
#ifdef LATHE_AVX2
  if (path == Path::avx2) return row_avx2(values, count, scales, step, codes);
#endif
  (void)path;
  row_portable(values, count, scales, step, codes);
}

}  // namespace

void weight_codes(const float* values, std::size_t count, const ChannelScales& by, std::int8_t* codes, Path path) {
  // Neighbours of different channels are taken as one row of as many scales.
  const bool single = by.inner == 1;
  const std::size_t length = single ? by.channels : by.inner;
  for (std::size_t from = 0, at = 0; from < count; from += length, ++at) {
    row(values + from, std::min(length, count - from), by.scales + (single ? 0 : at % by.channels), single ? 1 : 0, codes + from, path);
  }
}

}  // namespace lathe
