// Arrays of numbers in a JSON text, for JavaScript.
#include <napi.h>

#include <string>

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

/// writeFloats(bytes): the floats as they stand between the brackets of a JSON array.
Napi::Value write_floats(const Napi::CallbackInfo& info) {
  const auto bytes = info[0].As<Napi::Uint8Array>();
  const std::string text = json::write_numbers(reinterpret_cast<const char*>(bytes.Data()), bytes.ByteLength() / sizeof(float));
  napi_value made = nullptr;
  // Its letters are all of ASCII, so that they need no decoding.
  if (napi_create_string_latin1(info.Env(), text.data(), text.size(), &made) != napi_ok) throw Napi::Error::New(info.Env());
  return {info.Env(), made};
}

}  // namespace

void define_number_arrays(Napi::Env env, Napi::Object exports) {
  exports.Set("readNumbers", Napi::Function::New<read_numbers>(env, "readNumbers"));
  exports.Set("writeFloats", Napi::Function::New<write_floats>(env, "writeFloats"));
}

}  // namespace lathe::addon
