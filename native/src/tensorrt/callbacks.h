// What TensorRT calls back: a listener of ours for each purpose, and makers of objects with the layout that an ABI wants.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "dims.h"
#include "enums.h"

namespace lathe::tensorrt {

/// An object in the shape of one of TensorRT's callback interfaces. `pointer` is what TensorRT gets; it must outlive
/// every use there.
struct Callback {
  std::shared_ptr<void> owner;
  void* pointer = nullptr;
};

/// May be called from several threads at once.
using LogListener = std::function<void(Severity, const char*)>;
Callback make_logger(Abi abi, LogListener listener);

/// Hears of each error with TensorRT's code, from whatever thread it happens on.
using ErrorListener = std::function<void(int code, const char* words)>;
Callback make_error_recorder(Abi abi, ErrorListener listener);

struct ProgressListener {
  virtual ~ProgressListener() = default;
  /// `parent` is empty for an outermost phase.
  virtual void start(const std::string& phase, const std::string& parent, int steps) = 0;
  /// Answers whether to go on.
  virtual bool step(const std::string& phase, int step) = 0;
  virtual void finish(const std::string& phase) = 0;
};
/// @throws std::logic_error for 8.6, which reports no progress.
Callback make_progress_monitor(Abi abi, ProgressListener& listener);

struct CalibrationListener {
  virtual ~CalibrationListener() = default;
  virtual int batch_size() const = 0;
  /// Device addresses of the next batch, in the order of `names`; false where there is none.
  virtual bool next_batch(const char* const* names, int count, void** addresses) = 0;
  /// The calibration cache to be used, or empty to calibrate.
  virtual const std::string& cache() = 0;
  virtual void keep_cache(std::string text) = 0;
};
/// @param algorithm one of enums::calibration_*. @throws std::logic_error from 11 on, which knows no calibrators.
Callback make_calibrator(Abi abi, CalibrationListener& listener, Enumerator algorithm);

using ProfileListener = std::function<void(const char* layer, float milliseconds)>;
Callback make_profiler(Abi abi, ProfileListener listener);

struct OutputListener {
  virtual ~OutputListener() = default;
  /// Memory of at least `bytes` for an output whose size the data decides; null where there is none.
  virtual void* reallocate(const char* tensor, void* current, std::uint64_t bytes) = 0;
  virtual void shape(const char* tensor, const Shape& shape) = 0;
};
Callback make_output_allocator(Abi abi, OutputListener& listener);

struct DebugListener {
  virtual ~DebugListener() = default;
  /// A value inside the engine; `type` is TensorRT's own. The memory is the engine's again when this returns. Throwing
  /// ends the run.
  virtual void value(const char* name, int type, const Shape& shape, bool on_host, const void* address, void* stream) = 0;
};
/// @throws std::logic_error for 8.6, which knows no debug tensors.
Callback make_debug_listener(Abi abi, DebugListener& listener);

}  // namespace lathe::tensorrt
