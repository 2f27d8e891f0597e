#include "engine.h"

#include <algorithm>
#include <cstring>

namespace lathe::tensorrt {

namespace {

bool within(const Shape& shape, const Shape& low, const Shape& high) {
  if (shape.size() != low.size() || shape.size() != high.size()) return false;
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    if (shape[axis] < low[axis] || shape[axis] > high[axis]) return false;
  return true;
}

}  // namespace

/// Room for an output whose size shows only when it was computed.
struct Engine::Growing : OutputListener {
  nvidia::DeviceMemory memory;
  Shape told;
  Callback callback;

  void* reallocate(const char*, void*, std::uint64_t bytes) override {
    if (memory.bytes() < bytes || memory.address() == nullptr)
      memory = nvidia::DeviceMemory(nvidia::cuda(), static_cast<std::size_t>(bytes));
    return memory.address();
  }
  void shape(const char*, const Shape& shape) override { told = shape; }
};

Engine::Engine(const LibraryPaths& paths, const std::string& path, LogListener listener)
    : Engine(std::make_shared<LoadedEngine>(paths, path, std::move(listener))) {}

Engine::Engine(std::shared_ptr<LoadedEngine> loaded)
    : loaded_(std::move(loaded)), context_(loaded_->create_context()), stream_(nvidia::cuda()) {}

std::unique_ptr<Engine> Engine::beside() const {
  std::unique_ptr<Engine> other(new Engine(loaded_));
  // Until 9 only the first context of an engine has a profile from the start.
  if (abi() == Abi::trt8 && loaded_->profiles() > 0) other->profile_ = -1;
  Tensors inputs;
  for (const auto& port : ports()) {
    const auto found = slots_.find(port.name);
    if (!port.input || found == slots_.end()) continue;
    const auto* bytes = static_cast<const char*>(found->second.host.address());
    inputs[port.name] = {found->second.shape, {bytes, bytes + found->second.bytes}};
  }
  other->feed(inputs);
  return other;
}

Engine::~Engine() {
  // TensorRT may still write to memory of ours.
  try {
    stream_.synchronize();
  } catch (const nvidia::CudaError&) {
    // A broken device has nothing left to wait for.
  }
}

int Engine::profile_for(const Tensors& inputs) const {
  if (loaded_->profiles() == 0) return 0;
  for (int profile = 0; profile < loaded_->profiles(); ++profile) {
    const bool fits = std::all_of(ports().begin(), ports().end(), [&](const Port& port) {
      const auto found = inputs.find(port.name);
      if (!port.input || port.on_host || found == inputs.end()) return true;
      const auto at = static_cast<std::size_t>(profile);
      return within(found->second.shape, port.min[at], port.max[at]);
    });
    if (fits) return profile;
  }
  return -1;
}

void Engine::choose_profile(int profile) {
  if (profile == profile_) return;
  const bool set = call<slot::ExecutionContext::setOptimizationProfileAsync>(abi(), context_.get(), profile, stream_.get());
  require(set, "TensorRT refused optimization profile " + std::to_string(profile));
  stream_.synchronize();
  profile_ = profile;
}

void Engine::feed(const Tensors& inputs) {
  use_device();
  for (const auto& port : ports())
    if (port.input && inputs.find(port.name) == inputs.end())
      throw std::runtime_error("input '" + port.name + "' of the engine was given no values");
  const int profile = profile_for(inputs);
  if (profile < 0) {
    const auto& first = *std::find_if(ports().begin(), ports().end(), [](const Port& port) { return port.input; });
    throw std::runtime_error("no optimization profile of the engine holds the shape " +
                             to_string(inputs.at(first.name).shape) + " of input '" + first.name + "'; its first goes from " +
                             to_string(first.min.at(0)) + " to " + to_string(first.max.at(0)));
  }
  choose_profile(profile);
  for (const auto& port : ports())
    if (port.input) place_input(port, inputs.at(port.name));
  const char* missing = nullptr;
  const int unresolved = call<slot::ExecutionContext::inferShapes>(abi(), context_.get(), 1, &missing);
  require(unresolved == 0, std::string("the engine's shapes cannot be told") + (missing ? std::string(" without ") + missing : ""));
  for (const auto& port : ports())
    if (!port.input) place_output(port);
  copy_in(stream_);
  stream_.synchronize();
}

void Engine::place_input(const Port& port, const Tensor& tensor) {
  const auto expected = element_count(tensor.shape) * bytes_of_type(abi(), port.type);
  if (tensor.bytes.size() != expected)
    throw std::runtime_error("input '" + port.name + "' got " + std::to_string(tensor.bytes.size()) + " bytes; its shape " +
                             to_string(tensor.shape) + " takes " + std::to_string(expected));
  auto& slot = slots_[port.name];
  if (slot.host.bytes() < expected || slot.host.address() == nullptr) {
    slot.host = nvidia::HostMemory(nvidia::cuda(), expected);
    if (!port.on_host) slot.device = nvidia::DeviceMemory(nvidia::cuda(), expected);
  }
  slot.shape = tensor.shape;
  slot.bytes = expected;
  if (expected > 0) std::memcpy(slot.host.address(), tensor.bytes.data(), expected);
  const char* name = port.name.c_str();
  bool set = false;
  if (abi() == Abi::trt8) {
    const auto dims = to_dims32(tensor.shape);
    set = call<slot::ExecutionContext::setInputShape8>(abi(), context_.get(), name, &dims);
  } else {
    const auto dims = to_dims64(tensor.shape);
    set = call<slot::ExecutionContext::setInputShape>(abi(), context_.get(), name, &dims);
  }
  require(set, "TensorRT refused the shape " + to_string(tensor.shape) + " of input '" + port.name + "'");
  void* address = port.on_host ? slot.host.address() : slot.device.address();
  require(call<slot::ExecutionContext::setTensorAddress>(abi(), context_.get(), name, address),
          "TensorRT refused the memory of input '" + port.name + "'");
}

void Engine::place_output(const Port& port) {
  const char* name = port.name.c_str();
  const auto shape = context_shape(port.name);
  if (std::any_of(shape.begin(), shape.end(), [](std::int64_t size) { return size < 0; })) {
    auto& growing = growing_[port.name];
    if (growing) return;
    growing = std::make_unique<Growing>();
    growing->callback = make_output_allocator(abi(), *growing);
    require(call<slot::ExecutionContext::setOutputAllocator>(abi(), context_.get(), name, growing->callback.pointer),
            "TensorRT refused an allocator for output '" + port.name + "'");
    return;
  }
  auto& slot = slots_[port.name];
  slot.shape = shape;
  slot.bytes = element_count(shape) * bytes_of_type(abi(), port.type);
  if (slot.host.bytes() < slot.bytes || slot.host.address() == nullptr) {
    slot.host = nvidia::HostMemory(nvidia::cuda(), slot.bytes);
    if (!port.on_host) slot.device = nvidia::DeviceMemory(nvidia::cuda(), slot.bytes);
  }
  void* address = port.on_host ? slot.host.address() : slot.device.address();
  require(call<slot::ExecutionContext::setTensorAddress>(abi(), context_.get(), name, address),
          "TensorRT refused the memory of output '" + port.name + "'");
}

Shape Engine::context_shape(const std::string& name) const {
  return abi() == Abi::trt8 ? to_shape(call<slot::ExecutionContext::getTensorShape8>(abi(), context_.get(), name.c_str()))
                            : to_shape(call<slot::ExecutionContext::getTensorShape>(abi(), context_.get(), name.c_str()));
}

void Engine::copy_in(const nvidia::Stream& stream) {
  for (const auto& port : ports()) {
    if (!port.input || port.on_host) continue;
    const auto& slot = slots_.at(port.name);
    stream.copy_in(slot.device, slot.host.address(), slot.bytes);
  }
}

void Engine::enqueue(const nvidia::Stream& stream) {
  require(call<slot::ExecutionContext::enqueueV3>(abi(), context_.get(), stream.get()), "TensorRT refused to run the engine");
}

void Engine::copy_out(const nvidia::Stream& stream) {
  for (const auto& port : ports()) {
    if (port.input || port.on_host || growing_.count(port.name) > 0) continue;
    const auto& slot = slots_.at(port.name);
    stream.copy_out(slot.host.address(), slot.device, slot.bytes);
  }
}

Tensors Engine::infer() {
  use_device();
  copy_in(stream_);
  enqueue(stream_);
  copy_out(stream_);
  stream_.synchronize();
  Tensors outputs;
  for (const auto& port : ports()) {
    if (port.input) continue;
    auto& output = outputs[port.name];
    const auto growing = growing_.find(port.name);
    if (growing != growing_.end()) {
      output.shape = growing->second->told;
      output.bytes.resize(element_count(output.shape) * bytes_of_type(abi(), port.type));
      stream_.copy_out(output.bytes.data(), growing->second->memory, output.bytes.size());
      stream_.synchronize();
      continue;
    }
    const auto& slot = slots_.at(port.name);
    const auto* bytes = static_cast<const char*>(slot.host.address());
    output = {slot.shape, {bytes, bytes + slot.bytes}};
  }
  return outputs;
}

Tensors Engine::watch(bool unfused, std::vector<WatchedValue>& values) {
  if (slot::ExecutionContext::setDebugListener::at(abi()) < 0)
    throw std::runtime_error("this series of TensorRT gives out no values of layers");
  Watched watched(abi());
  const auto callback = make_debug_listener(abi(), watched);
  const auto listen = [&](void* listener) {
    const bool on = listener != nullptr;
    const bool set = call<slot::ExecutionContext::setDebugListener>(abi(), context_.get(), listener);
    const bool state = unfused ? call<slot::ExecutionContext::setUnfusedTensorsDebugState>(abi(), context_.get(), on)
                               : call<slot::ExecutionContext::setAllTensorsDebugState>(abi(), context_.get(), on);
    return set && state;
  };
  require(listen(callback.pointer), "TensorRT refused to give out values of layers");
  Tensors outputs;
  try {
    outputs = infer();
  } catch (...) {
    listen(nullptr);
    // A copy that failed is why.
    values = watched.take();
    throw;
  }
  listen(nullptr);
  values = watched.take();
  return outputs;
}

void Engine::set_profiler(const Callback& profiler) {
  call<slot::ExecutionContext::setProfiler>(abi(), context_.get(), profiler.pointer);
}

std::string Engine::inspect() {
  const Owned inspector(call<slot::CudaEngine::createEngineInspector>(abi(), loaded_->get()));
  require(static_cast<bool>(inspector), "TensorRT could not create an inspector");
  call<slot::EngineInspector::setExecutionContext>(abi(), inspector.get(), static_cast<const void*>(context_.get()));
  const char* words = call<slot::EngineInspector::getEngineInformation>(abi(), inspector.get(), enums::information_json.in(abi()));
  require(words != nullptr, "TensorRT's inspector gave nothing");
  return words;
}

}  // namespace lathe::tensorrt
