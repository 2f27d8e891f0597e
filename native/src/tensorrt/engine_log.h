// What TensorRT logged and recorded while it served a request: its first error is the reason where a call gives nothing.
#pragma once
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "callbacks.h"

namespace lathe::tensorrt {

/// The name of one of nvinfer1::ErrorCode, the same in every series.
inline const char* error_name(int code) {
  constexpr const char* names[] = {"SUCCESS",           "UNSPECIFIED_ERROR",     "INTERNAL_ERROR",   "INVALID_ARGUMENT",
                                   "INVALID_CONFIG",    "FAILED_ALLOCATION",     "FAILED_INITIALIZATION",
                                   "FAILED_EXECUTION",  "FAILED_COMPUTATION",    "INVALID_STATE",    "UNSUPPORTED_STATE"};
  return code >= 0 && code < static_cast<int>(std::size(names)) ? names[code] : "UNKNOWN";
}

class EngineLog {
 public:
  explicit EngineLog(LogListener listener) : listener_(std::move(listener)) {}

  void hear(Severity severity, const char* words) {
    if (severity <= Severity::error) {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (first_.empty()) first_ = words;
      last_ = words;
    }
    if (listener_) listener_(severity, words);
  }
  /// An error as TensorRT's recorder tells it, which may come beside the logged one or in its place.
  void record(int code, const char* words) {
    const bool told = [&] {
      const std::lock_guard<std::mutex> lock(mutex_);
      // A kernel that was passed over is no cause: what made TensorRT give up comes after it.
      const bool passed_over = recorded_.find("Skipping tactic") != std::string::npos;
      if (code_ == 0 || passed_over) code_ = code, recorded_ = words;
      recorded_last_ = words;
      return last_.find(words) != std::string::npos;
    }();
    if (!told && listener_) listener_(Severity::error, words);
  }

  Callback logger(Abi abi) {
    return make_logger(abi, [this](Severity severity, const char* words) { hear(severity, words); });
  }
  Callback recorder(Abi abi) {
    return make_error_recorder(abi, [this](int code, const char* words) { record(code, words); });
  }

  /// The first error since the last call with what it led to and its code, or `otherwise` where there was none. The
  /// first is the cause.
  std::string reason(const std::string& otherwise) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto first = std::exchange(first_, {}), last = std::exchange(last_, {});
    const auto recorded = std::exchange(recorded_, {}), recorded_last = std::exchange(recorded_last_, {});
    const int code = std::exchange(code_, 0);
    const auto words = first.empty() ? both(recorded, recorded_last) : both(first, last);
    if (words.empty()) return otherwise;
    return code == 0 ? words : words + " (TensorRT error " + std::to_string(code) + ", " + error_name(code) + ")";
  }

  /// @throws std::runtime_error with `reason`.
  void require(bool good, const std::string& otherwise) {
    const auto words = reason(otherwise);
    if (!good) throw std::runtime_error(words);
  }

 private:
  static std::string both(const std::string& first, const std::string& last) {
    return first == last ? first : first + " … " + last;
  }

  LogListener listener_;
  std::mutex mutex_;
  std::string first_, last_, recorded_, recorded_last_;
  int code_ = 0;
};

}  // namespace lathe::tensorrt
