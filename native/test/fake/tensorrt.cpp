// TensorRT 10.6, or 8.6 with LATHE_FAKE_TRT8, and its parser for tests, as far as Lathe calls them: whatever is built or loaded doubles its input `x`
// of batch×4 (1 to 8, at best 2) into `y`, in half a millisecond a row. LATHE_FAKE_FAULT names what goes wrong.
#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "building.h"

namespace {

std::string pretend_inspector() {
  return R"({"Layers":[{"Name":"double","LayerType":"kgen","Inputs":[],"Outputs":[],"TacticName":"twice","Metadata":"[ONNX Layer: double]"}],"Bindings":["x","y"]})";
}

void work(void* stream, double milliseconds) {
  using Work = void (*)(void*, double);
  static const auto function = reinterpret_cast<Work>(dlsym(dlopen("libcuda.so.1", RTLD_NOW), "lathe_fake_work"));
  function(stream, milliseconds);
}

Profiler* profiler = nullptr;

std::uint16_t to_half(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  // Of normal numbers, toward zero: a difference from FP32 that tests know beforehand.
  const auto exponent = static_cast<int>(bits >> 23 & 0xFF) - 112;
  return exponent <= 0 ? 0 : static_cast<std::uint16_t>((bits >> 16 & 0x8000) | static_cast<unsigned>(exponent) << 10 | (bits >> 13 & 0x3FF));
}

/// As FP32 what `to_half` gives.
float halved(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  bits &= 0xFFFFE000;
  std::memcpy(&value, &bits, sizeof bits);
  return value;
}

void tell(Listener& listener, const Object& context, void* stream) {
  const auto& bytes = context.engine->bytes;
  const auto name = bytes.substr(bytes.find(telling) + telling.size());
  if (name != "h") {
    std::vector<float> wide;
    for (std::int64_t at = 0; at < context.rows * columns; ++at) wide.push_back(halved(context.out[at]));
    listener.process(wide.data(), 0, enums::type_float32.in(abi), dims(context.rows), name.c_str(), stream);
    return;
  }
  std::vector<std::uint16_t> half;
  for (std::int64_t at = 0; at < context.rows * columns; ++at) half.push_back(to_half(context.out[at]));
  listener.process(half.data(), 0, enums::type_float16.in(abi), dims(context.rows), "h", stream);
  // Nobody may read it later.
  std::fill(half.begin(), half.end(), std::uint16_t{0});
}

bool enqueue(void* object, void* stream) {
  const auto* context = self(object);
  if (fault("crash")) std::raise(11);
  for (std::int64_t at = 0; at < context->rows * columns; ++at) context->out[at] = context->engine->factor * context->in[at];
  if (context->debug && context->listener != nullptr && holds(context->engine->bytes, telling)) tell(*context->listener, *context, stream);
  const double milliseconds = static_cast<double>(context->rows) * milliseconds_per_row;
  work(stream, milliseconds);
  if (profiler != nullptr) profiler->layer_time("double", static_cast<float>(milliseconds));
  return true;
}

Table context = Table()
                    .with<slot::ExecutionContext::setProfiler>([](void*, void* given) { profiler = static_cast<Profiler*>(given); })
                    .with<slot::ExecutionContext::setDebugListener>([](void* object, void* given) {
                      self(object)->listener = static_cast<Listener*>(given);
                      return true;
                    })
                    .with<slot::ExecutionContext::setAllTensorsDebugState>([](void* object, bool on) {
                      self(object)->debug = on;
                      return true;
                    })
                    .with<slot::ExecutionContext::setInputShape>([](void* object, const char*, const Dims64* shape) {
                      self(object)->rows = shape->sizes[0];
                      return true;
                    })
                    .with<slot::ExecutionContext::setInputShape8>([](void* object, const char*, const Dims32* shape) {
                      self(object)->rows = shape->sizes[0];
                      return true;
                    })
                    .with<slot::ExecutionContext::getTensorShape8>([](void* object, const char*) { return dims8(self(object)->rows); })
                    .with<slot::ExecutionContext::getTensorShape>([](void* object, const char*) { return dims(self(object)->rows); })
                    .with<slot::ExecutionContext::setTensorAddress>([](void* object, const char* name, void* address) {
                      if (is_input(name)) self(object)->in = static_cast<float*>(address);
                      else self(object)->out = static_cast<float*>(address);
                      return true;
                    })
                    .with<slot::ExecutionContext::inferShapes>([](void*, std::int32_t, const char**) -> std::int32_t { return 0; })
                    .with<slot::ExecutionContext::enqueueV3>(enqueue);

Table inspector = Table()
                      .with<slot::EngineInspector::setExecutionContext>([](void*, const void*) { return true; })
                      .with<slot::EngineInspector::getEngineInformation>([](void*, std::int32_t) {
                        static const std::string words = pretend_inspector();
                        return words.c_str();
                      });

void* new_context(void* object) {
  auto* made = make(context);
  self(made)->engine = self(object);
  return made;
}

std::int64_t profile_rows(std::int32_t which) {
  return which == enums::select_min.in(abi) ? 1 : which == enums::select_opt.in(abi) ? 2 : 8;
}

Table engine =
    Table()
        .with<slot::CudaEngine::getNbLayers>([](void*) -> std::int32_t { return 1; })
        .with<slot::CudaEngine::createExecutionContext>([](void* object, std::int32_t) { return new_context(object); })
        .with<slot::CudaEngine::createExecutionContext8>(new_context)
        .with<slot::CudaEngine::isRefittable>([](void* object) { return holds(self(object)->bytes, refittable); })
        .with<slot::CudaEngine::serialize>([](void* object) {
          return host_memory(plan + refittable + (self(object)->factor == 2 ? "" : changed));
        })
        .with<slot::CudaEngine::getDeviceMemorySize>([](void*) -> std::size_t { return 64; })
        .with<slot::CudaEngine::getNbOptimizationProfiles>([](void*) -> std::int32_t { return 1; })
        .with<slot::CudaEngine::createEngineInspector>([](void*) { return make(inspector); })
        .with<slot::CudaEngine::getTensorShape>([](void*, const char*) { return dims(-1); })
        .with<slot::CudaEngine::getTensorShape8>([](void*, const char*) { return dims8(-1); })
        .with<slot::CudaEngine::getTensorDataType>([](void*, const char*) -> std::int32_t { return 0; })
        .with<slot::CudaEngine::getTensorLocation>([](void*, const char*) -> std::int32_t { return 0; })
        .with<slot::CudaEngine::getTensorIOMode>([](void*, const char* name) -> std::int32_t { return is_input(name) ? 1 : 2; })
        .with<slot::CudaEngine::getTensorFormat>([](void*, const char*) -> std::int32_t { return 0; })
        .with<slot::CudaEngine::getProfileShape>([](void*, const char*, std::int32_t, std::int32_t which) {
          return dims(profile_rows(which));
        })
        .with<slot::CudaEngine::getProfileShape8>([](void*, const char*, std::int32_t, std::int32_t which) {
          return dims8(profile_rows(which));
        })
        .with<slot::CudaEngine::getNbIOTensors>([](void*) -> std::int32_t { return 2; })
        .with<slot::CudaEngine::getIOTensorName>([](void*, std::int32_t index) { return index == 0 ? "x" : "y"; })
        .with<slot::CudaEngine::getNbAuxStreams>([](void*) -> std::int32_t { return 0; });

void* deserialize(void*, const void* bytes, std::size_t size) {
  const std::string given(static_cast<const char*>(bytes), size);
  if (given.compare(0, plan.size(), plan) == 0) {
    auto* made = self(make(engine));
    made->bytes = given;
    made->factor = holds(given, stripped) ? 0 : holds(given, changed) ? 3 : 2;
    return made;
  }
  error("Serialization assertion header.magicTag == kMAGIC_TAG failed. Magic tag does not match");
  return nullptr;
}

Table runtime = Table()
                    .with<slot::Runtime::setErrorRecorder>(set_recorder)
                    .with<slot::Runtime::setEngineHostCodeAllowed>([](void*, bool) {})
                    .with<slot::Runtime::deserializeCudaEngine8>([](void*, const void* bytes, std::size_t size, void*) {
                      return deserialize(nullptr, bytes, size);
                    })
                    .with<slot::Runtime::deserializeCudaEngine>(deserialize);

/// The parser's interface has no implementation behind it: its table is its own.
Table parser = [] {
  Table table;
  table.entries[parser_deleting_destructor(abi)] = reinterpret_cast<void*>(&destroy);
  return table
      .with<slot::Parser::parseFromFile>([](void*, const char* path, int) {
        return static_cast<bool>(std::ifstream(path, std::ios::binary));
      })
      .with<slot::Parser::getNbErrors>([](void*) { return 0; })
      .with<slot::Parser::clearErrors>([](void*) {})
      .with<slot::Parser::setFlag>([](void*, std::int32_t) {})
      .with<slot::Parser::supportsModelV2>([](void*, const void*, std::size_t, const char*) { return true; })
      .with<slot::Parser::getNbSubgraphs>([](void*) -> std::int64_t { return 1; })
      .with<slot::Parser::isSubgraphSupported>([](void*, std::int64_t) { return true; })
      .with<slot::Parser::getSubgraphNodes>([](void*, std::int64_t, std::int64_t* count) {
        static std::int64_t nodes[] = {0};
        *count = 1;
        return nodes;
      });
}();

/// A weight is missing until a model was read that has it.
Table refitter = Table()
                     .with<slot::Refitter::getAllWeights>([](void*, std::int32_t size, const char** names) -> std::int32_t {
                       if (size > 0) names[0] = "factor";
                       return 1;
                     })
                     .with<slot::Refitter::setNamedWeights>([](void* object, const char*, Weights weights) {
                       if (weights.type != enums::type_float32.in(abi) || weights.count != 1) {
                         error("Refit: the shape of weight factor differs", 3);
                         return false;
                       }
                       self(object)->rows = 0;
                       self(object)->factor = *static_cast<const float*>(weights.values);
                       return true;
                     })
                     .with<slot::Refitter::getMissingWeights>([](void* object, std::int32_t size, const char** names) -> std::int32_t {
                       if (self(object)->rows == 0) return 0;
                       if (size > 0) names[0] = "factor";
                       return 1;
                     })
                     .with<slot::Refitter::refitCudaEngine>([](void* object) {
                       if (self(object)->factor == 0) {
                         error("Refit: the shape of weight factor differs", 3);
                         return false;
                       }
                       self(object)->engine->factor = self(object)->factor;
                       return true;
                     });

/// Reads the names in a model: `other` lacks the weight, that of `broken` does not fit.
bool refit_from(void* object, const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string model{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  auto* of = self(object)->engine;
  if (holds(model, "other")) return true;
  of->rows = 0;
  of->factor = holds(model, "broken") ? 0 : holds(model, "triple") ? 3 : 2;
  return true;
}

Table parser_refitter = [] {
  Table table;
  table.entries[parser_refitter_deleting_destructor] = reinterpret_cast<void*>(&destroy);
  return table.with<slot::ParserRefitter::refitFromFile>(refit_from)
      .with<slot::ParserRefitter::getNbErrors>([](void*) -> std::int32_t { return 0; });
}();

/// One line for each object that takes long to make on a GPU, with the process that makes it, into the file that is named.
void trace(const char* made) {
  const char* path = std::getenv("LATHE_FAKE_TRACE");
  if (path != nullptr) std::ofstream(path, std::ios::app) << made << ' ' << getpid() << '\n';
}

void* old_driver() {
  error("CUDA initialization failure with error: 35. Please check your CUDA installation");
  return nullptr;
}

void* of(Table& table, void* engine) {
  auto* made = make(table);
  self(made)->engine = self(engine);
  return made;
}

}  // namespace

extern "C" {

std::int32_t getInferLibVersion() { return version; }
std::int32_t getNvOnnxParserVersion() { return version; }
void* createInferBuilder_INTERNAL(void* given, std::int32_t) {
  logger = static_cast<Logger*>(given);
  recorder = nullptr;
  trace("builder");
  if (dlopen(kernels, RTLD_NOW | RTLD_LOCAL) == nullptr) {
    error((std::string("createInferBuilder: Error Code 6: API Usage Error (Unable to load library: ") + kernels + ")").c_str());
    return nullptr;
  }
  return fault("driver") ? old_driver() : make(builder);
}
void* createInferRuntime_INTERNAL(void* given, std::int32_t) {
  logger = static_cast<Logger*>(given);
  recorder = nullptr;
  trace("runtime");
  return fault("driver") ? old_driver() : make(runtime);
}
void* createInferRefitter_INTERNAL(void* engine, void*, std::int32_t) { return of(refitter, engine); }
void* createNvOnnxParserRefitter_INTERNAL(void* given, void*, std::int32_t) { return of(parser_refitter, given); }
void* createNvOnnxParser_INTERNAL(void*, void* given, int) {
  logger = static_cast<Logger*>(given);
  return make(parser);
}
}
