// Gives an engine other weights, without building it again.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "engine_log.h"
#include "library.h"

namespace lathe::tensorrt {

/// Puts the weights of an ONNX model into an engine that was built to take them; the model must have the nodes that the
/// engine was built from.
/// @throws std::runtime_error with TensorRT's words, and for 8.6, whose parser knows no refitting.
void refit(Library& library, void* engine, const std::string& model, const Callback& logger, EngineLog& log);

struct NamedValues {
  /// One of enums::type_*, as a value of this ABI.
  int type = 0;
  std::vector<char> bytes;
};

/// The same by the names that the parser gave weights, which are those of the model: the one way that 8.6 has. Names that
/// the engine does not know are passed over.
void refit_by_name(const Library& library, void* engine, const std::map<std::string, NamedValues>& values,
                   const Callback& logger, EngineLog& log);

}  // namespace lathe::tensorrt
