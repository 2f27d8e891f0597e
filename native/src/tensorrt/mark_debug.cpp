#include "mark_debug.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace lathe::tensorrt {

namespace {

bool is_float(Abi abi, int type) {
  const Enumerator floats[] = {enums::type_float32, enums::type_float16, enums::type_bfloat16};
  return std::any_of(std::begin(floats), std::end(floats), [&](const auto& one) { return one.in(abi) == type; });
}

std::set<void*> network_outputs(Abi abi, void* network) {
  std::set<void*> found;
  for (int index = 0; index < call<slot::NetworkDefinition::getNbOutputs>(abi, network); ++index)
    found.insert(call<slot::NetworkDefinition::getOutput>(abi, network, index));
  return found;
}

/// TensorRT 10 gives a value out behind a condition, whose other branch is a constant in FP32: a value of 16 bits is of
/// another type, and nothing can be built. It is cast beside what reads it, and the cast's result given out.
void* in_float32(Abi abi, void* network, void* tensor, const char* name) {
  const auto wide = enums::type_float32.in(abi);
  if (abi != Abi::trt10 || call<slot::Tensor::getType>(abi, tensor) == wide) return tensor;
  const void* cast = call<slot::NetworkDefinition::addCast>(abi, network, tensor, wide);
  if (cast == nullptr) return nullptr;
  void* result = call<slot::Layer::getOutput>(abi, cast, 0);
  call<slot::Tensor::setName>(abi, result, (name + std::string(widened)).c_str());
  return result;
}

}  // namespace

std::vector<std::string> mark_debug(const Library& library, void* network, const BuildOptions& options) {
  const auto abi = library.abi();
  const bool named = options.debug_all || !options.debug_tensors.empty();
  if (!named && !options.debug_unfused) return {};
  if (slot::NetworkDefinition::markDebug::at(abi) < 0)
    throw std::runtime_error(library.name() + " cannot give out values of layers; TensorRT 10 and later can");
  if (options.debug_unfused) {
    if (slot::NetworkDefinition::markUnfusedTensorsAsDebugTensors::at(abi) < 0)
      throw std::runtime_error(library.name() + " cannot give out unfused values without being told which; TensorRT 11 can");
    if (!call<slot::NetworkDefinition::markUnfusedTensorsAsDebugTensors>(abi, network))
      throw std::runtime_error(library.name() + " refused to mark unfused values");
  }
  if (!named) return {};
  const std::set<std::string> wanted(options.debug_tensors.begin(), options.debug_tensors.end());
  const auto outputs = network_outputs(abi, network);
  std::vector<std::string> marked;
  const int layers = call<slot::NetworkDefinition::getNbLayers>(abi, network);
  for (int at = 0; at < layers; ++at) {
    const void* layer = call<slot::NetworkDefinition::getLayer>(abi, network, at);
    const int count = call<slot::Layer::getNbOutputs>(abi, layer);
    for (int index = 0; index < count; ++index) {
      void* tensor = call<slot::Layer::getOutput>(abi, layer, index);
      if (tensor == nullptr || outputs.count(tensor) > 0) continue;
      const char* name = call<slot::Tensor::getName>(abi, tensor);
      if (name == nullptr || !is_float(abi, call<slot::Tensor::getType>(abi, tensor))) continue;
      if (!options.debug_all && wanted.count(name) == 0) continue;
      void* told = in_float32(abi, network, tensor, name);
      if (told != nullptr && call<slot::NetworkDefinition::markDebug>(abi, network, told)) marked.push_back(name);
    }
  }
  return marked;
}

}  // namespace lathe::tensorrt
