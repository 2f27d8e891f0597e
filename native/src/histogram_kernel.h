// The two inner loops of a histogram, for any processor and for AVX2. Both give the same result to the bit.
#pragma once
#include <cstddef>
#include <cstdint>

namespace lathe {

/// Which instructions the loops use.
enum class Path { portable, avx2 };

/// The fastest path of this processor.
Path best_path();

/// What one pass over values finds. Where no value is finite, min is +infinity and max -infinity. Zero is always +0.
struct Extremes {
  float min;
  float max;
  std::uint64_t not_finite;
};

Extremes find_extremes(const float* values, std::size_t count, Path path);

/// Adds 1 to `bins[⌊|x| · scale⌋]` for every finite x > 0 and to `bins[side + ⌊|x| · scale⌋]` for every finite x < 0.
/// `scale` is a power of two and |x| · scale < side for every finite x, so that no rounding is left to the path.
/// Returns how many zeros there were.
std::uint64_t count_values(const float* values, std::size_t count, float scale, std::uint32_t* bins, std::size_t side, Path path);

}  // namespace lathe
