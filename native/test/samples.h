// Values that tests share.
#pragma once
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

namespace samples {

inline std::vector<float> normal(std::size_t count, unsigned seed, float deviation = 1.0f) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> distribution(0.0f, deviation);
  std::vector<float> values(count);
  for (auto& value : values) value = distribution(generator);
  return values;
}

/// Normal values with a spread of their own each: a few are far out.
inline std::vector<float> heavy(std::size_t count, unsigned seed) {
  auto values = normal(count, seed);
  const auto spread = normal(count, seed + 1);
  for (std::size_t i = 0; i < count; ++i) values[i] *= std::exp(0.8f * spread[i]);
  return values;
}

/// Every bit pattern is as likely as any other: NaN, infinities and subnormals of both signs among them.
inline std::vector<float> any_bits(std::size_t count, unsigned seed) {
  std::mt19937 generator(seed);
  std::vector<float> values(count);
  for (auto& value : values) {
    const auto bits = static_cast<std::uint32_t>(generator());
    std::memcpy(&value, &bits, sizeof value);
  }
  return values;
}

}  // namespace samples
