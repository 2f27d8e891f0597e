#include "loaded_engine.h"

#include <fstream>
#include <iterator>

#include "refit.h"

namespace lathe::tensorrt {

namespace {

std::vector<char> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("the engine " + path + " cannot be read");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Shape tensor_shape(Abi abi, void* engine, const char* name) {
  return abi == Abi::trt8 ? to_shape(call<slot::CudaEngine::getTensorShape8>(abi, engine, name))
                          : to_shape(call<slot::CudaEngine::getTensorShape>(abi, engine, name));
}

Shape profile_shape(Abi abi, void* engine, const char* name, int profile, Enumerator select) {
  const auto which = select.in(abi);
  return abi == Abi::trt8 ? to_shape(call<slot::CudaEngine::getProfileShape8>(abi, engine, name, profile, which))
                          : to_shape(call<slot::CudaEngine::getProfileShape>(abi, engine, name, profile, which));
}

}  // namespace

std::size_t bytes_of_type(Abi abi, int type) {
  const std::pair<Enumerator, std::size_t> sizes[] = {
      {enums::type_float32, 4}, {enums::type_float16, 2}, {enums::type_int8, 1},     {enums::type_int32, 4}, {enums::type_bool, 1},
      {enums::type_uint8, 1},   {enums::type_float8, 1},  {enums::type_bfloat16, 2}, {enums::type_int64, 8},
  };
  for (const auto& [known, bytes] : sizes)
    if (known.in(abi) == type) return bytes;
  return 0;
}

LoadedEngine::LoadedEngine(const LibraryPaths& paths, const std::string& path, LogListener listener)
    : library_(Library::open(paths)),
      log_(std::move(listener)),
      device_(nvidia::cuda(), 0),
      logger_(log_.logger(library_->abi())),
      recorder_(log_.recorder(library_->abi())) {
  const auto abi = library_->abi();
  const auto bytes = read_file(path);
  library_->load_standard_plugins(logger_);
  runtime_ = library_->create_runtime(logger_);
  require(static_cast<bool>(runtime_), library_->name() + " could not create a runtime");
  // What the runtime makes reports to the same.
  call<slot::Runtime::setErrorRecorder>(abi, runtime_.get(), recorder_.pointer);
  // A version-compatible engine carries its own runtime, which is code; the file is the user's own build.
  call<slot::Runtime::setEngineHostCodeAllowed>(abi, runtime_.get(), true);
  const auto* data = static_cast<const void*>(bytes.data());
  engine_ = Owned(abi == Abi::trt8
                      ? call<slot::Runtime::deserializeCudaEngine8>(abi, runtime_.get(), data, bytes.size(), nullptr)
                      : call<slot::Runtime::deserializeCudaEngine>(abi, runtime_.get(), data, bytes.size()));
  require(static_cast<bool>(engine_), library_->name() + " could not load the engine and gave no reason");
  if (!paths.weights.empty()) refit(*library_, engine_.get(), paths.weights, logger_, log_);
  describe_ports();
}

Owned LoadedEngine::create_context() {
  Owned context(abi() == Abi::trt8
                    ? call<slot::CudaEngine::createExecutionContext8>(abi(), get())
                    : call<slot::CudaEngine::createExecutionContext>(abi(), get(), enums::context_static.in(abi())));
  require(static_cast<bool>(context), library_->name() + " could not create an execution context");
  return context;
}

void LoadedEngine::describe_ports() {
  const auto abi = library_->abi();
  const int count = call<slot::CudaEngine::getNbIOTensors>(abi, engine_.get());
  for (int index = 0; index < count; ++index) {
    const char* name = call<slot::CudaEngine::getIOTensorName>(abi, engine_.get(), index);
    Port port;
    port.name = name;
    port.input = call<slot::CudaEngine::getTensorIOMode>(abi, engine_.get(), name) == enums::mode_input.in(abi);
    port.type = call<slot::CudaEngine::getTensorDataType>(abi, engine_.get(), name);
    port.shape = tensor_shape(abi, engine_.get(), name);
    port.on_host = call<slot::CudaEngine::getTensorLocation>(abi, engine_.get(), name) == enums::location_host.in(abi);
    if (call<slot::CudaEngine::getTensorFormat>(abi, engine_.get(), name) != enums::format_linear.in(abi))
      throw std::runtime_error("'" + port.name + "' has a vectorized layout; Lathe feeds linear ones only");
    if (bytes_of_type(abi, port.type) == 0)
      throw std::runtime_error("'" + port.name + "' has a type that Lathe cannot feed");
    for (int profile = 0; port.input && profile < profiles(); ++profile) {
      port.min.push_back(profile_shape(abi, engine_.get(), name, profile, enums::select_min));
      port.opt.push_back(profile_shape(abi, engine_.get(), name, profile, enums::select_opt));
      port.max.push_back(profile_shape(abi, engine_.get(), name, profile, enums::select_max));
    }
    ports_.push_back(port);
  }
}

void LoadedEngine::write(const std::string& path) {
  const Owned memory(call<slot::CudaEngine::serialize>(abi(), engine_.get()));
  require(static_cast<bool>(memory), library_->name() + " could not serialize the engine");
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(static_cast<const char*>(call<slot::HostMemory::data>(abi(), memory.get())),
             static_cast<std::streamsize>(call<slot::HostMemory::size>(abi(), memory.get())));
  file.close();
  if (!file) throw std::runtime_error("the engine could not be written to " + path);
}

int LoadedEngine::layers() const { return call<slot::CudaEngine::getNbLayers>(abi(), engine_.get()); }
int LoadedEngine::profiles() const { return call<slot::CudaEngine::getNbOptimizationProfiles>(abi(), engine_.get()); }
int LoadedEngine::auxiliary_streams() const { return call<slot::CudaEngine::getNbAuxStreams>(abi(), engine_.get()); }
std::uint64_t LoadedEngine::scratch_bytes() const {
  if (since_11(abi())) return static_cast<std::uint64_t>(call<slot::CudaEngine::getDeviceMemorySizeV2>(abi(), engine_.get()));
  return call<slot::CudaEngine::getDeviceMemorySize>(abi(), engine_.get());
}

}  // namespace lathe::tensorrt
