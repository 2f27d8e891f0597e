// Marks values of a network that its engine shall give out while it runs.
#pragma once
#include "build.h"

namespace lathe::tensorrt {

/// What is put behind the name of a value that is given out as FP32.
constexpr const char* widened = " as float32";

/// @returns the names that were marked, in the network's order; none for those that TensorRT finds itself.
/// @throws std::runtime_error where this series of TensorRT knows no such marks.
std::vector<std::string> mark_debug(const Library& library, void* network, const BuildOptions& options);

}  // namespace lathe::tensorrt
