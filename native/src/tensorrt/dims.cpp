#include "dims.h"

#include <limits>
#include <stdexcept>

namespace lathe::tensorrt {

namespace {

template <class Dims, class Size>
Dims convert(const Shape& shape) {
  if (shape.size() > most_dims) throw std::invalid_argument("TensorRT has at most eight dimensions; " + to_string(shape) + " has more");
  Dims dims{};
  dims.count = static_cast<std::int32_t>(shape.size());
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (shape[axis] > std::numeric_limits<Size>::max())
      throw std::invalid_argument("the shape " + to_string(shape) + " is too large for this TensorRT");
    dims.sizes[axis] = static_cast<Size>(shape[axis]);
  }
  return dims;
}

}  // namespace

Dims32 to_dims32(const Shape& shape) { return convert<Dims32, std::int32_t>(shape); }
Dims64 to_dims64(const Shape& shape) { return convert<Dims64, std::int64_t>(shape); }

std::size_t element_count(const Shape& shape) {
  std::size_t count = 1;
  for (const auto size : shape) {
    if (size < 0) return 0;
    count *= static_cast<std::size_t>(size);
  }
  return count;
}

std::string to_string(const Shape& shape) {
  std::string text = "[";
  for (std::size_t axis = 0; axis < shape.size(); ++axis) text += (axis == 0 ? "" : ", ") + std::to_string(shape[axis]);
  return text + "]";
}

}  // namespace lathe::tensorrt
