// Shapes as TensorRT passes them, with 32-bit sizes in 8.6 and 64-bit ones since 10, and weights.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lathe::tensorrt {

constexpr int most_dims = 8;

struct Dims32 {
  std::int32_t count;
  std::int32_t sizes[most_dims];
};

struct Dims64 {
  std::int32_t count;
  std::int64_t sizes[most_dims];
};

/// Values that the caller keeps; TensorRT passes it by value.
struct Weights {
  std::int32_t type;
  const void* values;
  std::int64_t count;
};

/// -1 stands for a dimension that is not known.
using Shape = std::vector<std::int64_t>;

/// @throws std::invalid_argument beyond eight dimensions, and for Dims32 beyond 2^31 - 1.
Dims32 to_dims32(const Shape& shape);
Dims64 to_dims64(const Shape& shape);

template <class Dims>
Shape to_shape(const Dims& dims) {
  return dims.count < 0 ? Shape{} : Shape(dims.sizes, dims.sizes + dims.count);
}

/// Elements of a shape whose dimensions are all known; 0 where one is not.
std::size_t element_count(const Shape& shape);

std::string to_string(const Shape& shape);

}  // namespace lathe::tensorrt
