#include "histogram_kernel.h"

#include <algorithm>
#include <cmath>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define LATHE_AVX2 1
#include <immintrin.h>
#endif

namespace lathe {

namespace {

Extremes merged(const Extremes& a, const Extremes& b) {
  // Adding 0 turns -0 into +0, whichever of the two came first.
  return {std::min(a.min, b.min) + 0.0f, std::max(a.max, b.max) + 0.0f, a.not_finite + b.not_finite};
}

Extremes find_portable(const float* values, std::size_t count) {
  Extremes found{INFINITY, -INFINITY, 0};
  for (std::size_t i = 0; i < count; ++i) {
    const float value = values[i];
    if (!std::isfinite(value)) {
      ++found.not_finite;
      continue;
    }
    found.min = std::min(found.min, value);
    found.max = std::max(found.max, value);
  }
  return found;
}

std::uint64_t count_portable(const float* values, std::size_t count, float scale, std::uint32_t* bins, std::size_t side) {
  std::uint64_t zeros = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const float value = values[i];
    if (value == 0) {
      ++zeros;
    } else if (std::isfinite(value)) {
      ++bins[(value < 0 ? side : 0) + static_cast<std::size_t>(std::fabs(value) * scale)];
    }
  }
  return zeros;
}

#ifdef LATHE_AVX2
__attribute__((target("avx2"))) float smallest(__m256 lanes) {
  alignas(32) float each[8];
  _mm256_store_ps(each, lanes);
  return *std::min_element(each, each + 8);
}

/// Also right where some values are not finite.
__attribute__((target("avx2"))) Extremes find_mixed_avx2(const float* values, std::size_t count) {
  const __m256 infinity = _mm256_set1_ps(INFINITY);
  const __m256 sign = _mm256_set1_ps(-0.0f);
  __m256 low = infinity;
  // The largest value as the smallest of the negated ones.
  __m256 negated = infinity;
  std::uint64_t not_finite = 0;
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const __m256 value = _mm256_loadu_ps(values + i);
    const __m256 odd = _mm256_cmp_ps(_mm256_andnot_ps(sign, value), infinity, _CMP_NLT_UQ);
    not_finite += static_cast<unsigned>(__builtin_popcount(static_cast<unsigned>(_mm256_movemask_ps(odd))));
    low = _mm256_min_ps(low, _mm256_blendv_ps(value, infinity, odd));
    negated = _mm256_min_ps(negated, _mm256_blendv_ps(_mm256_xor_ps(value, sign), infinity, odd));
  }
  return merged({smallest(low), -smallest(negated), not_finite}, find_portable(values + i, count - i));
}

/// Looks at four vectors at a time, since each minimum waits for the one before, and leaves what is not finite to the
/// other: a value times 0 is 0, but NaN where it is not finite.
__attribute__((target("avx2"))) Extremes find_avx2(const float* values, std::size_t count) {
  constexpr std::size_t kStep = 32;
  if (count < kStep) return find_mixed_avx2(values, count);
  const __m256 zero = _mm256_setzero_ps();
  __m256 low[4], high[4], odd[4];
  for (int part = 0; part < 4; ++part) {
    low[part] = _mm256_set1_ps(INFINITY);
    high[part] = _mm256_set1_ps(-INFINITY);
    odd[part] = zero;
  }
  std::size_t i = 0;
  for (; i + kStep <= count; i += kStep) {
#pragma GCC unroll 4
    for (int part = 0; part < 4; ++part) {
      const __m256 value = _mm256_loadu_ps(values + i + 8 * static_cast<std::size_t>(part));
      low[part] = _mm256_min_ps(low[part], value);
      high[part] = _mm256_max_ps(high[part], value);
      odd[part] = _mm256_add_ps(odd[part], _mm256_mul_ps(value, zero));
    }
  }
  const __m256 odds = _mm256_add_ps(_mm256_add_ps(odd[0], odd[1]), _mm256_add_ps(odd[2], odd[3]));
  if (_mm256_movemask_ps(_mm256_cmp_ps(odds, odds, _CMP_UNORD_Q)) != 0) return find_mixed_avx2(values, count);
  const __m256 lowest = _mm256_min_ps(_mm256_min_ps(low[0], low[1]), _mm256_min_ps(low[2], low[3]));
  const __m256 highest = _mm256_max_ps(_mm256_max_ps(high[0], high[1]), _mm256_max_ps(high[2], high[3]));
  const __m256 negated = _mm256_xor_ps(highest, _mm256_set1_ps(-0.0f));
  const Extremes most{smallest(lowest), -smallest(negated), 0};
  return merged(most, find_mixed_avx2(values + i, count - i));
}

/// For each set of lanes, as bits, the order that moves them to the front.
struct Packing {
  alignas(32) std::uint32_t order[256][8];
  constexpr Packing() : order() {
    for (unsigned set = 0; set < 256; ++set) {
      unsigned to = 0;
      for (unsigned lane = 0; lane < 8; ++lane) {
        if (set >> lane & 1) order[set][to++] = lane;
      }
    }
  }
};
constexpr Packing kPacking;

/// Places are found for so many values at a time, and counted then.
constexpr std::size_t kBatch = 1024;

/// Zeros and what is not finite leave no place behind: half of what a ReLU gives is 0, and counting it in one bin would
/// make each step wait for the one before.
__attribute__((target("avx2"))) std::uint64_t count_avx2(const float* values, std::size_t count, float scale,
                                                          std::uint32_t* bins, std::size_t side) {
  const __m256 infinity = _mm256_set1_ps(INFINITY);
  const __m256 sign = _mm256_set1_ps(-0.0f);
  const __m256 scales = _mm256_set1_ps(scale);
  const __m256i sides = _mm256_set1_epi32(static_cast<int>(side));
  std::uint64_t zeros = 0;
  alignas(32) std::uint32_t places[kBatch + 8];
  std::size_t i = 0;
  while (i + 8 <= count) {
    const std::size_t end = std::min(count - 7, i + kBatch);
    std::size_t found = 0;
    for (; i < end; i += 8) {
      const __m256 value = _mm256_loadu_ps(values + i);
      const __m256 absolute = _mm256_andnot_ps(sign, value);
      const __m256 zero = _mm256_cmp_ps(value, _mm256_setzero_ps(), _CMP_EQ_OQ);
      const __m256 odd = _mm256_cmp_ps(absolute, infinity, _CMP_NLT_UQ);
      zeros += static_cast<unsigned>(__builtin_popcount(static_cast<unsigned>(_mm256_movemask_ps(zero))));
      const __m256i negative = _mm256_and_si256(_mm256_srai_epi32(_mm256_castps_si256(value), 31), sides);
      const __m256i place = _mm256_add_epi32(_mm256_cvttps_epi32(_mm256_mul_ps(absolute, scales)), negative);
      const unsigned kept = ~static_cast<unsigned>(_mm256_movemask_ps(_mm256_or_ps(zero, odd))) & 255u;
      const __m256i order = _mm256_load_si256(reinterpret_cast<const __m256i*>(kPacking.order[kept]));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(places + found), _mm256_permutevar8x32_epi32(place, order));
      found += static_cast<unsigned>(__builtin_popcount(kept));
    }
    for (std::size_t at = 0; at < found; ++at) ++bins[places[at]];
  }
  return zeros + count_portable(values + i, count - i, scale, bins, side);
}
#endif

}  // namespace

Path best_path() {
#ifdef LATHE_AVX2
  return __builtin_cpu_supports("avx2") ? Path::avx2 : Path::portable;
#else
  return Path::portable;
#endif
}

Extremes find_extremes(const float* values, std::size_t count, Path path) {
#ifdef LATHE_AVX2
  if (path == Path::avx2) return find_avx2(values, count);
#endif
  (void)path;
  return merged(find_portable(values, count), {INFINITY, -INFINITY, 0});
}

std::uint64_t count_values(const float* values, std::size_t count, float scale, std::uint32_t* bins, std::size_t side, Path path) {
#ifdef LATHE_AVX2
  if (path == Path::avx2) return count_avx2(values, count, scale, bins, side);
#endif
  (void)path;
  return count_portable(values, count, scale, bins, side);
}

}  // namespace lathe
