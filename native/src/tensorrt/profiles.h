// Optimization profiles: what was asked for, completed and checked against the network's inputs.
#pragma once
#include "build.h"

namespace lathe::tensorrt {

struct NetworkInput {
  std::string name;
  Shape shape;
  /// Its values are sizes, which a profile ranges over instead of its shape.
  bool shape_tensor = false;
  bool dynamic() const;
};

/// Profiles that cover every dynamic input: one with 1 for every unknown dimension where none was asked for. A profile
/// with nothing but static inputs is left out.
/// @throws std::runtime_error naming the input where a range contradicts the model or itself.
std::vector<Profile> complete_profiles(const std::vector<NetworkInput>& inputs, const std::vector<Profile>& asked);

std::vector<NetworkInput> network_inputs(Abi abi, void* network);

/// Adds them to the configuration. @throws std::runtime_error where TensorRT refuses one.
void add_profiles(Abi abi, void* builder, void* config, const std::vector<NetworkInput>& inputs,
                  const std::vector<Profile>& profiles, bool calibrate);

}  // namespace lathe::tensorrt
