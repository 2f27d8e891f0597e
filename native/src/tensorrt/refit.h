// Gives an engine other weights, without building it again.
#pragma once
#include <string>

#include "engine_log.h"
#include "library.h"

namespace lathe::tensorrt {

/// Puts the weights of an ONNX model into an engine that was built to take them; the model must have the nodes that the
/// engine was built from.
/// @throws std::runtime_error with TensorRT's words, and for 8.6, whose parser knows no refitting.
void refit(Library& library, void* engine, const std::string& model, const Callback& logger, EngineLog& log);

}  // namespace lathe::tensorrt
