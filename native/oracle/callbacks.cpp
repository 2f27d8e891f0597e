// Lathe's callbacks, called through the real interfaces as TensorRT would.
#include "../src/tensorrt/callbacks.h"

#include <NvInfer.h>

#include <cstring>
#include <stdexcept>

#include "report.h"

namespace oracle {

namespace {

using namespace lathe::tensorrt;

template <class Interface>
Interface* as(const Callback& callback) {
  return static_cast<Interface*>(callback.pointer);
}

template <class Interface>
void versioned(Interface* object, const char* kind) {
#if LATHE_SERIES >= 10
  const auto info = object->getInterfaceInfo();
  expect(std::strcmp(info.kind, kind) == 0 && info.major == 1 && info.minor == 0, kind, "gives another name or version");
  expect(object->getAPILanguage() == nvinfer1::APILanguage::kCPP, kind, "gives another language");
#else
  (void)object, (void)kind;
#endif
}

void logger() {
  std::string heard;
  const auto callback = make_logger(abi, [&](Severity severity, const char* words) {
    heard = std::to_string(static_cast<int>(severity)) + words;
  });
  as<nvinfer1::ILogger>(callback)->log(nvinfer1::ILogger::Severity::kINFO, "words");
  expect(heard == "3words", "ILogger", "log is not reached");
#if LATHE_SERIES >= 11
  versioned(as<nvinfer1::ILogger>(callback), "ILogger");
#endif
}

void profiler() {
  std::string heard;
  const auto callback =
      make_profiler(abi, [&](const char* layer, float milliseconds) { heard = layer + std::to_string(milliseconds); });
  as<nvinfer1::IProfiler>(callback)->reportLayerTime("conv", 0.5f);
  expect(heard == "conv0.500000", "IProfiler", "reportLayerTime is not reached");
#if LATHE_SERIES >= 11
  versioned(as<nvinfer1::IProfiler>(callback), "IProfiler");
#endif
}

void errors() {
  std::string heard;
  const auto callback = make_error_recorder(abi, [&](int code, const char* words) { heard += std::to_string(code) + words; });
  auto* recorder = as<nvinfer1::IErrorRecorder>(callback);
  const bool full = recorder->reportError(nvinfer1::ErrorCode::kINVALID_CONFIG, "first");
  recorder->reportError(nvinfer1::ErrorCode::kFAILED_EXECUTION, "second");
  expect(heard == "4first7second" && !full, "IErrorRecorder", "reportError is not reached");
  expect(recorder->getNbErrors() == 2 && !recorder->hasOverflowed(), "IErrorRecorder", "does not count");
  expect(recorder->getErrorCode(1) == nvinfer1::ErrorCode::kFAILED_EXECUTION, "IErrorRecorder", "forgets codes");
  expect(std::strcmp(recorder->getErrorDesc(0), "first") == 0, "IErrorRecorder", "forgets words");
  expect(recorder->incRefCount() == 1 && recorder->decRefCount() == 0, "IErrorRecorder", "does not count its users");
  recorder->clear();
  expect(recorder->getNbErrors() == 0, "IErrorRecorder", "does not clear");
  versioned(recorder, "IErrorRecorder");
}

struct Progress : ProgressListener {
  std::string heard;
  void start(const std::string& phase, const std::string& parent, int steps) override {
    heard += "(" + phase + "<" + parent + " " + std::to_string(steps);
  }
  bool step(const std::string& phase, int step) override {
    heard += " " + phase + std::to_string(step);
    return step < 1;
  }
  void finish(const std::string& phase) override { heard += " " + phase + ")"; }
};

void progress() {
#if LATHE_SERIES >= 10
  Progress listener;
  const auto callback = make_progress_monitor(abi, listener);
  auto* monitor = as<nvinfer1::IProgressMonitor>(callback);
  monitor->phaseStart("a", nullptr, 2);
  const bool on = monitor->stepComplete("a", 0), off = monitor->stepComplete("a", 1);
  monitor->phaseFinish("a");
  expect(listener.heard == "(a< 2 a0 a1 a)" && on && !off, "IProgressMonitor", "a method is not reached");
  versioned(monitor, "IProgressMonitor");
#endif
}

#if LATHE_SERIES < 11
struct Batches : CalibrationListener {
  std::string text = "cache", kept;
  int left = 1;
  int batch_size() const override { return 4; }
  bool next_batch(const char* const* names, int count, void** addresses) override {
    if (left-- == 0) return false;
    for (int index = 0; index < count; ++index) addresses[index] = const_cast<char*>(names[index]);
    return true;
  }
  const std::string& cache() override { return text; }
  void keep_cache(std::string words) override { kept = words; }
};

template <class Interface>
void calibrator(Enumerator algorithm, const char* kind) {
  Batches listener;
  const auto callback = make_calibrator(abi, listener, algorithm);
  auto* object = as<Interface>(callback);
  const char* names[] = {"x", "y"};
  void* addresses[2] = {};
  expect(object->getBatchSize() == 4, kind, "getBatchSize is not reached");
  expect(object->getBatch(addresses, names, 2) && addresses[1] == names[1], kind, "getBatch is not reached");
  expect(!object->getBatch(addresses, names, 2), kind, "getBatch does not end");
  std::size_t length = 0;
  const auto* text = object->readCalibrationCache(length);
  expect(length == 5 && std::memcmp(text, "cache", 5) == 0, kind, "readCalibrationCache is not reached");
  object->writeCalibrationCache("more", 4);
  expect(listener.kept == "more", kind, "writeCalibrationCache is not reached");
  expect(static_cast<int>(object->getAlgorithm()) == algorithm.in(abi), kind, "getAlgorithm is not reached");
  versioned(object, kind);
}
#endif

struct Outputs : OutputListener {
  std::string heard;
  void* reallocate(const char* tensor, void* current, std::uint64_t bytes) override {
    heard += tensor + std::to_string(bytes);
    return current;
  }
  void shape(const char* tensor, const Shape& shape) override { heard += tensor + to_string(shape); }
};

void outputs() {
  Outputs listener;
  const auto callback = make_output_allocator(abi, listener);
  auto* object = as<nvinfer1::IOutputAllocator>(callback);
  int here = 0;
  nvinfer1::Dims dims{};
  dims.nbDims = 2;
  dims.d[0] = 3;
  dims.d[1] = 7;
#if LATHE_SERIES >= 10
  expect(object->reallocateOutputAsync("y", &here, 64, 1, nullptr) == &here, "IOutputAllocator", "does not allocate");
  versioned(object, "IOutputAllocator");
#else
  expect(object->getInterfaceVersion() == 1, "IOutputAllocator", "gives another version");
  expect(object->reallocateOutput("y", &here, 64, 1) == &here, "IOutputAllocator", "does not allocate");
#endif
  object->notifyShape("y", dims);
  expect(listener.heard == "y64y[3, 7]", "IOutputAllocator", "a method is not reached");
}

#if LATHE_SERIES >= 10
struct Values : DebugListener {
  std::string heard;
  void value(const char* name, int type, const Shape& shape, bool on_host, const void*, void*) override {
    heard += name + std::to_string(type) + to_string(shape) + (on_host ? "host" : "device");
    if (heard.size() > 25) throw std::runtime_error("no more");
  }
};

void values() {
  Values listener;
  const auto callback = make_debug_listener(abi, listener);
  auto* object = as<nvinfer1::IDebugListener>(callback);
  nvinfer1::Dims dims{};
  dims.nbDims = 1;
  dims.d[0] = 5;
  using nvinfer1::TensorLocation;
  const bool on = object->processDebugTensor(nullptr, TensorLocation::kDEVICE, nvinfer1::DataType::kHALF, dims, "h", nullptr);
  expect(on && listener.heard == "h1[5]device", "IDebugListener", "processDebugTensor is not reached");
  object->processDebugTensor(nullptr, TensorLocation::kHOST, nvinfer1::DataType::kINT32, dims, "h", nullptr);
  const bool off = !object->processDebugTensor(nullptr, TensorLocation::kHOST, nvinfer1::DataType::kINT32, dims, "h", nullptr);
  expect(off && listener.heard.find("h3[5]host") != std::string::npos, "IDebugListener", "does not tell that a copy failed");
  versioned(object, "IDebugListener");
}
#endif

}  // namespace

void compare_callbacks() {
  logger();
  profiler();
  errors();
  progress();
#if LATHE_SERIES < 11
  calibrator<nvinfer1::IInt8EntropyCalibrator2>(enums::calibration_entropy2, "IInt8EntropyCalibrator2");
  calibrator<nvinfer1::IInt8MinMaxCalibrator>(enums::calibration_minmax, "IInt8MinMaxCalibrator");
#endif
  outputs();
#if LATHE_SERIES >= 10
  values();
#endif
}

}  // namespace oracle
