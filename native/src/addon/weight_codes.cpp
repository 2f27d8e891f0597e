// Codes of weights, for JavaScript.
#include <napi.h>

#include "../weight_codes.h"
#include "values.h"

namespace lathe::addon {

namespace {

/// weightCodes(values: Float32Array, scales: Float32Array, inner) → Int8Array
Napi::Value codes_of(const Napi::CallbackInfo& info) {
  const auto values = info[0].As<Napi::Float32Array>();
  const auto scales = info[1].As<Napi::Float32Array>();
  const std::size_t inner = info[2].As<Napi::Number>().Int64Value();
  auto codes = Napi::Int8Array::New(info.Env(), values.ElementLength());
  weight_codes(values.Data(), values.ElementLength(), {scales.Data(), scales.ElementLength(), inner}, codes.Data());
  return codes;
}

}  // namespace

void define_weight_codes(Napi::Env env, Napi::Object exports) {
  exports.Set("weightCodes", Napi::Function::New<codes_of>(env, "weightCodes"));
}

}  // namespace lathe::addon
