// The histograms of a calibration for JavaScript.
#include <napi.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "histogram_set_object.h"

namespace lathe::addon {

namespace {

/// Gives memory that was freed back to the system, which glibc keeps otherwise.
void trim_memory(const Napi::CallbackInfo&) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace

void define_histograms(Napi::Env env, Napi::Object exports) {
  exports.Set("trimMemory", Napi::Function::New(env, trim_memory));
  exports.Set("HistogramSet", HistogramSetObject::define(env));
}

}  // namespace lathe::addon
