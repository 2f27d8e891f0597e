// What the pretended TensorRT's objects are: tables of methods at the declared slots, with what they log and fail by.
#pragma once

#include <cstdlib>
#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "../../src/tensorrt/enums.h"
#include "../../src/tensorrt/slots.h"

// Not in the namespace below, where the compiler would know that nothing here implements them.
struct Logger {
  virtual void log(std::int32_t severity, const char* words) noexcept = 0;
};
struct Profiler {
  virtual void layer_time(const char* layer, float milliseconds) noexcept = 0;
};
struct Info {
  const char* kind;
  std::int32_t major, minor;
};
/// What TensorRT calls back says its version since 10; in 8.6 a calibrator does not even have a destructor.
struct Versioned {
  virtual std::int32_t language() const noexcept = 0;
  virtual Info info() const noexcept = 0;
  virtual ~Versioned() noexcept = default;
};
struct Plain {
  virtual ~Plain() noexcept = default;
};
struct Bare {};
#ifdef LATHE_FAKE_TRT8
using Calling = Plain;
using Calibrating = Bare;
#else
using Calling = Versioned;
using Calibrating = Versioned;
#endif
struct Listener : Versioned {
  virtual bool process(const void* address, std::int32_t location, std::int32_t type, const lathe::tensorrt::Dims64& dims,
                       const char* name, void* stream) = 0;
};
struct Calibrator : Calibrating {
  virtual std::int32_t batch_size() const noexcept = 0;
  virtual bool next_batch(void** addresses, const char** names, std::int32_t count) noexcept = 0;
  virtual const void* read_cache(std::size_t& length) noexcept = 0;
  virtual void write_cache(const void* bytes, std::size_t length) noexcept = 0;
  virtual std::int32_t algorithm() noexcept = 0;
};
struct Recorder : Calling {
  virtual std::int32_t count() const noexcept = 0;
  virtual std::int32_t code(std::int32_t index) const noexcept = 0;
  virtual const char* words(std::int32_t index) const noexcept = 0;
  virtual bool overflowed() const noexcept = 0;
  virtual void clear() noexcept = 0;
  virtual bool report(std::int32_t code, const char* words) noexcept = 0;
};

namespace {

using namespace lathe::tensorrt;

#ifdef LATHE_FAKE_TRT8
constexpr auto abi = Abi::trt8;
constexpr std::int32_t version = 8601;
const char* const kernels = "libnvinfer_builder_resource.so.8.6.1";
#else
constexpr auto abi = Abi::trt10;
constexpr std::int32_t version = 100600;
const char* const kernels = "libnvinfer_builder_resource.so.10.6.0";
#endif
constexpr std::int64_t columns = 4;
constexpr double milliseconds_per_row = 0.5;
const std::string plan = "ftrt: an engine of the imaginary TensorRT";

Logger* logger = nullptr;
Recorder* recorder = nullptr;
/// TensorRT tells an error to both.
void error(const char* words, std::int32_t code = 2) {
  logger->log(1, words);
  if (recorder != nullptr) recorder->report(code, words);
}
void set_recorder(void*, void* given) { recorder = static_cast<Recorder*>(given); }

bool fault(const char* name) {
  const char* wanted = std::getenv("LATHE_FAKE_FAULT");
  return wanted != nullptr && std::string(wanted) == name;
}

/// An object whose implementation is itself: one table serves both.
struct Object {
  explicit Object(void** table) : table(table) {}
  void** table;
  Object* implementation = this;
  std::int64_t rows = 2;
  const float* in = nullptr;
  float* out = nullptr;
  std::string bytes;
  std::set<std::int32_t> flags;
  /// What a refitter or a context belongs to.
  Object* engine = nullptr;
  /// The engine's one weight.
  float factor = 2;
  /// A tensor's name and type; of a network, the name of the value that was marked.
  std::string name = "x";
  std::int32_t type = 0;
  /// Of a context: whether marked values are asked for.
  bool debug = false;
  Listener* listener = nullptr;
  /// Of a builder's configuration.
  Calibrator* calibrator = nullptr;
};

[[noreturn]] void missing() {
  error("the imaginary TensorRT has no such method");
  std::abort();
}
void destroy(void* object) { delete static_cast<Object*>(object); }
Object* self(void* object) { return static_cast<Object*>(object); }
bool is_input(const char* name) { return std::strcmp(name, "x") == 0; }
Dims64 dims(std::int64_t rows) { return to_dims64({rows, columns}); }
Dims32 dims8(std::int64_t rows) { return to_dims32({rows, columns}); }

constexpr std::size_t table_size = 96;
struct Table {
  void* entries[table_size];
  Table() {
    for (auto& entry : entries) entry = reinterpret_cast<void*>(&missing);
    entries[deleting_destructor] = reinterpret_cast<void*>(&destroy);
  }
  template <class Method>
  Table& with(typename Method::Function function) {
    // Tables say both forms of a method that changed; each series has one of them.
    if (Method::at(abi) >= 0) entries[Method::at(abi)] = reinterpret_cast<void*>(function);
    return *this;
  }
};
void* make(Table& table) { return new Object(table.entries); }

}  // namespace
