// What TensorRT logged while it served a request: its first error is the reason where a call gives nothing.
#pragma once
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "callbacks.h"

namespace lathe::tensorrt {

class EngineLog {
 public:
  explicit EngineLog(LogListener listener) : listener_(std::move(listener)) {}

  void hear(Severity severity, const char* words) {
    if (severity <= Severity::error) {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (first_.empty()) first_ = words;
    }
    if (listener_) listener_(severity, words);
  }

  /// @throws std::runtime_error with the first error since the last call, or `otherwise` where none was logged.
  void require(bool good, const std::string& otherwise) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto words = std::exchange(first_, std::string());
    if (!good) throw std::runtime_error(words.empty() ? otherwise : words);
  }

 private:
  LogListener listener_;
  std::mutex mutex_;
  std::string first_;
};

}  // namespace lathe::tensorrt
