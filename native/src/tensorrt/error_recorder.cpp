// The recorder of TensorRT's errors: in 8.6 its methods follow the destructor, since 10 the version.
#include <atomic>
#include <deque>
#include <mutex>
#include <utility>

#include "callbacks.h"
#include "versioned.h"

namespace lathe::tensorrt {

namespace {

/// More than anybody reads; TensorRT is told that the rest is lost.
constexpr std::size_t most_errors = 64;

class Record {
 public:
  explicit Record(ErrorListener listener) : listener_(std::move(listener)) {}

  bool report(std::int32_t code, const char* words) noexcept {
    try {
      const char* text = words == nullptr ? "" : words;
      listener_(code, text);
      const std::lock_guard<std::mutex> lock(mutex_);
      overflowed_ = errors_.size() == most_errors;
      if (!overflowed_) errors_.emplace_back(code, text);
    } catch (...) {
      // TensorRT's frames below cannot be unwound; an error that cannot be told is lost.
    }
    // Whether to stop: TensorRT itself knows best.
    return false;
  }
  std::int32_t count() const noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    return static_cast<std::int32_t>(errors_.size());
  }
  std::int32_t code(std::int32_t index) const noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    return holds(index) ? errors_[static_cast<std::size_t>(index)].first : 1;
  }
  const char* words(std::int32_t index) const noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    return holds(index) ? errors_[static_cast<std::size_t>(index)].second.c_str() : "";
  }
  bool overflowed() const noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    return overflowed_;
  }
  void clear() noexcept {
    const std::lock_guard<std::mutex> lock(mutex_);
    errors_.clear();
    overflowed_ = false;
  }
  std::int32_t hold() noexcept { return ++users_; }
  std::int32_t release() noexcept { return --users_; }

 private:
  bool holds(std::int32_t index) const { return index >= 0 && static_cast<std::size_t>(index) < errors_.size(); }

  ErrorListener listener_;
  mutable std::mutex mutex_;
  /// A deque, whose texts stay where they are when it grows.
  std::deque<std::pair<std::int32_t, std::string>> errors_;
  bool overflowed_ = false;
  std::atomic<std::int32_t> users_{0};
};

/// In 8.6 nothing but the destructor comes first.
class Plain {
 public:
  virtual ~Plain() noexcept = default;
};

template <class Base>
class Recorder : public Base {
 public:
  template <class... Arguments>
  explicit Recorder(ErrorListener listener, Arguments... arguments) : Base(arguments...), record_(std::move(listener)) {}
  virtual std::int32_t count() const noexcept { return record_.count(); }
  virtual std::int32_t code(std::int32_t index) const noexcept { return record_.code(index); }
  virtual const char* words(std::int32_t index) const noexcept { return record_.words(index); }
  virtual bool overflowed() const noexcept { return record_.overflowed(); }
  virtual void clear() noexcept { record_.clear(); }
  virtual bool report(std::int32_t code, const char* words) noexcept { return record_.report(code, words); }
  virtual std::int32_t hold() noexcept { return record_.hold(); }
  virtual std::int32_t release() noexcept { return record_.release(); }

 private:
  Record record_;
};

}  // namespace

Callback make_error_recorder(Abi abi, ErrorListener listener) {
  if (abi == Abi::trt8) {
    const auto made = std::make_shared<Recorder<Plain>>(std::move(listener));
    return {made, made.get()};
  }
  const auto made = std::make_shared<Recorder<Versioned>>(std::move(listener), "IErrorRecorder");
  return {made, made.get()};
}

}  // namespace lathe::tensorrt
