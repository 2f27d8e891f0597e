// The histograms of a calibration as an object of JavaScript's.
#pragma once
#include <napi.h>

#include <string>

#include "../histogram_set.h"
#include "../threshold.h"
#include "values.h"

namespace lathe::addon {

/// Min, max and the number of values that are not finite, three numbers a tensor.
inline void write_extremes(const std::vector<Extremes>& extremes, double* to) {
  for (const auto& one : extremes) {
    *to++ = one.min;
    *to++ = one.max;
    *to++ = static_cast<double>(one.not_finite);
  }
}

class HistogramSetObject : public Napi::ObjectWrap<HistogramSetObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    using Self = HistogramSetObject;
    return DefineClass(env, "HistogramSet",
                       {InstanceMethod<&Self::submit>("submit"), InstanceMethod<&Self::wait>("wait"),
                        InstanceMethod<&Self::summary>("summary"), InstanceMethod<&Self::choose>("choose"),
                        InstanceMethod<&Self::percentile>("percentileThresholds"), InstanceMethod<&Self::rebinned>("rebinned")});
  }
  /// new HistogramSet(tensors, threads, stride)
  explicit HistogramSetObject(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<HistogramSetObject>(info),
        set_(info[0].As<Napi::Number>().Uint32Value(), info[1].As<Napi::Number>().Uint32Value(),
             info[2].As<Napi::Number>().Uint32Value()) {}

  HistogramSet& set() { return set_; }

 private:
  /// submit(tensors: Uint32Array, values: Float32Array[]): the arrays are read until `wait` returns, so they are held.
  void submit(const Napi::CallbackInfo& info) {
    const auto tensors = info[0].As<Napi::Uint32Array>();
    const auto arrays = info[1].As<Napi::Array>();
    std::vector<Observed> batch;
    for (std::uint32_t place = 0; place < arrays.Length(); ++place) {
      const auto values = arrays.Get(place).As<Napi::Float32Array>();
      batch.push_back({tensors[place], values.Data(), values.ElementLength()});
    }
    set_.submit(std::move(batch));
    held_ = Napi::Persistent(arrays);
  }

  /// wait() → Float64Array of min, max and the number of values that are not finite, for each tensor.
  Napi::Value wait(const Napi::CallbackInfo& info) {
    const auto& extremes = set_.wait();
    held_.Reset();
    auto result = Napi::Float64Array::New(info.Env(), 3 * extremes.size());
    write_extremes(extremes, result.Data());
    return result;
  }

  Napi::Value summary(const Napi::CallbackInfo& info) {
    const auto& histogram = set_[info[0].As<Napi::Number>().Uint32Value()];
    auto result = Napi::Object::New(info.Env());
    result.Set("total", static_cast<double>(histogram.total()));
    result.Set("zeros", static_cast<double>(histogram.zeros()));
    result.Set("min", histogram.min());
    result.Set("max", histogram.max());
    return result;
  }

  /// choose({ method, percent, symmetric, intervals }) → Float64Array of low, high and clipped share for each tensor.
  Napi::Value choose(const Napi::CallbackInfo& info) {
    const auto options = info[0].As<Napi::Object>();
    const std::string method = text_of(options, "method");
    const double percent = number_of(options, "percent").value_or(100);
    const Form form = truth_of(options, "symmetric", true) ? Form::symmetric : Form::asymmetric;
    std::vector<Interval> given;
    if (method == "given") {
      const auto ends = options.Get("intervals").As<Napi::Float64Array>();
      for (std::size_t tensor = 0; tensor < set_.size(); ++tensor) given.push_back({ends[2 * tensor], ends[2 * tensor + 1]});
    }
    auto result = Napi::Float64Array::New(info.Env(), 3 * set_.size());
    double* found = result.Data();
    set_.each([&](std::size_t tensor) {
      const Histogram& histogram = set_[tensor];
      const Interval chosen = method == "given"        ? given[tensor]
                              : method == "mse"        ? mse_interval(histogram, form)
                              : method == "entropy"    ? entropy_interval(histogram, form)
                              : method == "percentile" ? percentile_interval(histogram, percent)
                                                       : whole_interval(histogram);
      found[3 * tensor] = chosen.low;
      found[3 * tensor + 1] = chosen.high;
      found[3 * tensor + 2] = clipped_share(histogram, chosen);
    });
    return result;
  }

  Napi::Value percentile(const Napi::CallbackInfo& info) {
    const double percent = info[0].As<Napi::Number>().DoubleValue();
    auto result = Napi::Float64Array::New(info.Env(), set_.size());
    double* found = result.Data();
    set_.each([&](std::size_t tensor) { found[tensor] = percentile_threshold(set_[tensor], percent); });
    return result;
  }

  /// rebinned(tensor, count)
  Napi::Value rebinned(const Napi::CallbackInfo& info) {
    const auto& histogram = set_[info[0].As<Napi::Number>().Uint32Value()];
    const auto counts = histogram.rebinned(info[1].As<Napi::Number>().Uint32Value(), histogram.absolute_max());
    auto result = Napi::Float64Array::New(info.Env(), counts.size());
    std::copy(counts.begin(), counts.end(), result.Data());
    return result;
  }

  // Before the set, whose destructor waits for the threads that read them.
  Napi::Reference<Napi::Array> held_;
  HistogramSet set_;
};

}  // namespace lathe::addon
