// The thin Node-API layer: arguments are checked in electron/worker/native.ts, so this folder assumes them valid.
#include <napi.h>

#include "values.h"

namespace {

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  exports.Set("version", "0.1.0");
  lathe::addon::define_histograms(env, exports);
  lathe::addon::define_observed_model(env, exports);
  lathe::addon::define_served_session(env, exports);
  lathe::addon::define_number_arrays(env, exports);
  lathe::addon::define_weight_codes(env, exports);
  lathe::addon::define_tensorrt(env, exports);
  lathe::addon::define_nvidia(env, exports);
  lathe::addon::define_engine(env, exports);
  lathe::addon::define_parent(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(lathe, initialize)
