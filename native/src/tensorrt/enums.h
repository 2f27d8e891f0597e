// The enumerators of TensorRT as types with a value for each ABI.
#pragma once
#include <cstdint>

#include "slots.h"

namespace lathe::tensorrt {

/// -1 where the series has no such enumerator.
struct Enumerator {
  int trt8, trt10, trt11;
  constexpr int in(Abi abi) const { return slot_in(abi, trt8, trt10, trt11, trt11); }
};

namespace enums {

#define LATHE_ENUM(tag, enumeration, enumerator, trt8, trt10, trt11) constexpr Enumerator tag{trt8, trt10, trt11};
#include "enums.inc"
#undef LATHE_ENUM

}  // namespace enums

/// The severities of a log line, the same in every series.
enum class Severity : std::int32_t { internal_error = 0, error = 1, warning = 2, info = 3, verbose = 4 };

}  // namespace lathe::tensorrt
