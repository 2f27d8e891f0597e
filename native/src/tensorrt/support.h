// What TensorRT's own parser says of a model before anything is built.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "build.h"

namespace lathe::tensorrt {

/// Nodes that lie together and are all read, or are not.
struct Subgraph {
  bool supported = false;
  /// Places in the model's own list of nodes.
  std::vector<std::int64_t> nodes;
};

struct Support {
  bool supported = false;
  std::vector<Subgraph> subgraphs;
  std::vector<ParserMessage> messages;
};

/// Partitions a model (`supportsModelV2`). Series without that call (8.6) parse it instead, which gives messages only.
/// @throws std::runtime_error where the parser or the file cannot be used.
Support examine_support(OpenedBuilder& opened, const std::string& model_path);

}  // namespace lathe::tensorrt
