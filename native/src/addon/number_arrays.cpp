// Arrays of numbers in a JSON text, for JavaScript.
#include <napi.h>

#include "../json/number_array.h"
#include "values.h"

namespace lathe::addon {

namespace {

/// readNumbers(bytes, start, into, found), where `into` is a Float32Array or a Float64Array: whether an array of numbers begins there; into are its numbers, found[0] how many,
/// and found[1] where it ends. Where not, found[0] is how many may come where there are more than `into` holds, else 0.
Napi::Value read_numbers(const Napi::CallbackInfo& info) {
  const auto bytes = info[0].As<Napi::Uint8Array>();
  const auto into = info[2].As<Napi::TypedArray>();
  std::uint32_t* const found = info[3].As<Napi::Uint32Array>().Data();
  const auto* const text = reinterpret_cast<const char*>(bytes.Data());
  const std::size_t length = bytes.ByteLength();
  const std::size_t start = info[1].As<Napi::Number>().Uint32Value();
  void* const room = static_cast<char*>(into.ArrayBuffer().Data()) + into.ByteOffset();
  const auto [reading, count, end] = into.TypedArrayType() == napi_float32_array
                                         ? json::read_numbers(text, length, start, static_cast<float*>(room), into.ElementLength())
                                         : json::read_numbers(text, length, start, static_cast<double*>(room), into.ElementLength());
  const bool plain = reading == json::Reading::plain;
  found[0] = static_cast<std::uint32_t>(plain ? count : reading == json::Reading::full ? json::most_numbers(text, length) : 0);
  found[1] = static_cast<std::uint32_t>(end);
  return Napi::Boolean::New(info.Env(), plain);
}

}  // namespace

void define_number_arrays(Napi::Env env, Napi::Object exports) {
  exports.Set("readNumbers", Napi::Function::New<read_numbers>(env, "readNumbers"));
}

}  // namespace lathe::addon
