// Puts build options into a builder configuration.
#pragma once
#include "build.h"

namespace lathe::tensorrt {

/// @throws std::runtime_error naming an option that this series of TensorRT does not have.
/// @throws std::runtime_error where the builder's device has no such accelerator.
void choose_accelerator(const Library& library, void* builder, void* config, const BuildOptions& options);

void configure(const Library& library, void* config, const BuildOptions& options);

/// Bits for the network: explicit batch up to 10, strong typing where it was asked for.
/// @throws std::runtime_error where 8.6 is asked for strong typing.
std::uint32_t network_flags(const Library& library, const BuildOptions& options);

}  // namespace lathe::tensorrt
