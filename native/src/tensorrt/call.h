// Calls a method of a TensorRT object through its table of virtual functions.
#pragma once
#include <cstring>
#include <stdexcept>
#include <string>

#include "slots.h"

namespace lathe::tensorrt {

template <class T>
T read_pointer(const void* place) {
  T value;
  std::memcpy(&value, place, sizeof value);
  return value;
}

/// @throws std::logic_error where this series has no such method: ask `Method::at(abi)` first.
template <class Method, class... Arguments>
auto call(Abi abi, const void* object, Arguments... arguments) {
  const int slot = Method::at(abi);
  if (slot < 0) throw std::logic_error(std::string(Method::name) + " is not in this series of TensorRT");
  const auto* bytes = static_cast<const char*>(object);
  void* self = Method::implementation ? read_pointer<void*>(bytes + implementation_offset) : const_cast<char*>(bytes);
  const auto* table = read_pointer<const char*>(self);
  const auto function = read_pointer<typename Method::Function>(table + static_cast<std::size_t>(slot) * sizeof(void*));
  return function(self, arguments...);
}

/// Deletes an object through its virtual destructor.
inline void destroy_at(void* object, int slot) {
  const auto* table = read_pointer<const char*>(object);
  read_pointer<void (*)(void*)>(table + static_cast<std::size_t>(slot) * sizeof(void*))(object);
}

/// Owns an object of TensorRT. Owners must be destroyed before what their objects were made from.
class Owned {
 public:
  Owned() = default;
  explicit Owned(void* object, int destructor = deleting_destructor) : object_(object), destructor_(destructor) {}
  Owned(Owned&& other) noexcept : object_(other.object_), destructor_(other.destructor_) { other.object_ = nullptr; }
  Owned& operator=(Owned&& other) noexcept {
    if (this != &other) {
      reset();
      object_ = other.object_;
      destructor_ = other.destructor_;
      other.object_ = nullptr;
    }
    return *this;
  }
  ~Owned() { reset(); }

  void* get() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }
  void reset() {
    if (object_ != nullptr) destroy_at(object_, destructor_);
    object_ = nullptr;
  }

 private:
  void* object_ = nullptr;
  int destructor_ = deleting_destructor;
};

}  // namespace lathe::tensorrt
