// The thin Node-API layer: arguments are checked in electron/worker/native.ts, so this file assumes them valid.
#include <napi.h>

#include "../histogram.h"
#include "../threshold.h"
#include "values.h"

namespace {

class HistogramObject : public Napi::ObjectWrap<HistogramObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Histogram",
                       {InstanceMethod<&HistogramObject::add>("add"), InstanceMethod<&HistogramObject::summary>("summary"),
                        InstanceMethod<&HistogramObject::entropy>("entropyThreshold"),
                        InstanceMethod<&HistogramObject::mse>("mseThreshold"),
                        InstanceMethod<&HistogramObject::percentile>("percentileThreshold"),
                        InstanceMethod<&HistogramObject::clipped>("clippedShare"),
                        InstanceMethod<&HistogramObject::rebinned>("rebinned")});
  }
  explicit HistogramObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<HistogramObject>(info) {}

 private:
  void add(const Napi::CallbackInfo& info) {
    const auto values = info[0].As<Napi::Float32Array>();
    histogram_.add(values.Data(), values.ElementLength());
  }
  Napi::Value summary(const Napi::CallbackInfo& info) {
    auto result = Napi::Object::New(info.Env());
    result.Set("total", static_cast<double>(histogram_.total()));
    result.Set("zeros", static_cast<double>(histogram_.zeros()));
    result.Set("notFinite", static_cast<double>(histogram_.not_finite()));
    result.Set("min", histogram_.min());
    result.Set("max", histogram_.max());
    return result;
  }
  Napi::Value entropy(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), lathe::entropy_threshold(histogram_));
  }
  Napi::Value mse(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), lathe::mse_threshold(histogram_, info[0].As<Napi::Boolean>()));
  }
  Napi::Value percentile(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), lathe::percentile_threshold(histogram_, info[0].As<Napi::Number>().DoubleValue()));
  }
  Napi::Value clipped(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), lathe::clipped_share(histogram_, info[0].As<Napi::Number>().DoubleValue()));
  }
  Napi::Value rebinned(const Napi::CallbackInfo& info) {
    const auto counts = histogram_.rebinned(info[0].As<Napi::Number>().Uint32Value(), histogram_.absolute_max());
    auto result = Napi::Float64Array::New(info.Env(), counts.size());
    std::copy(counts.begin(), counts.end(), result.Data());
    return result;
  }

  lathe::Histogram histogram_;
};

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  exports.Set("version", "0.1.0");
  exports.Set("Histogram", HistogramObject::define(env));
  lathe::addon::define_tensorrt(env, exports);
  lathe::addon::define_nvidia(env, exports);
  lathe::addon::define_engine(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(lathe, initialize)
