// A model that runs in ONNX Runtime while its values are counted, for JavaScript.
#include <napi.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "../onnxruntime/observed_model.h"
#include "histogram_set_object.h"

namespace lathe::addon {

namespace {

using onnxruntime::Feed;
using onnxruntime::ModelBytes;
using onnxruntime::ModelOptions;
using onnxruntime::ObservedModel;
using onnxruntime::CountedOutput;

/// [{ name, type, dims, data, tensor }]: `tensor` is negative where the input is not observed.
std::vector<Feed> feeds_of(const Napi::Array& list) {
  std::vector<Feed> feeds;
  for (std::uint32_t place = 0; place < list.Length(); ++place) {
    const auto one = list.Get(place).As<Napi::Object>();
    const auto array = one.Get("data").As<Napi::TypedArray>();
    const auto* start = static_cast<const std::uint8_t*>(array.ArrayBuffer().Data()) + array.ByteOffset();
    const double tensor = number_of(one, "tensor").value_or(-1);
    Feed feed{text_of(one, "name"), static_cast<int>(number_of(one, "type").value_or(0)), {}, start, array.ByteLength(), tensor >= 0, 0};
    if (feed.observed) feed.tensor = static_cast<std::size_t>(tensor);
    const auto dims = one.Get("dims").As<Napi::Array>();
    for (std::uint32_t axis = 0; axis < dims.Length(); ++axis) feed.dims.push_back(dims.Get(axis).As<Napi::Number>().Int64Value());
    feeds.push_back(std::move(feed));
  }
  return feeds;
}

/// The path of a file, or a Uint8Array.
ModelBytes model_of(const Napi::Value& given) {
  if (given.IsString()) return {given.As<Napi::String>().Utf8Value()};
  const auto bytes = given.As<Napi::Uint8Array>();
  return {{}, bytes.Data(), bytes.ByteLength()};
}

/// One run on a thread of libuv's pool.
class Run : public Napi::AsyncWorker {
 public:
  /// What it reads is held until it is done.
  Run(const Napi::CallbackInfo& info, ObservedModel& model)
      : Napi::AsyncWorker(info.Env()),
        promise(Napi::Promise::Deferred::New(info.Env())),
        model_(model),
        set_(Napi::ObjectWrap<HistogramSetObject>::Unwrap(info[0].As<Napi::Object>())->set()),
        feeds_(feeds_of(info[1].As<Napi::Array>())) {
    auto held = Napi::Array::New(info.Env());
    held.Set(0u, info.This());
    held.Set(1u, info[0]);
    held.Set(2u, info[1]);
    held_ = Napi::Persistent(held);
  }

  Napi::Promise::Deferred promise;

 protected:
  void Execute() override { extremes_ = model_.run(feeds_, set_); }
  void OnOK() override {
    auto result = Napi::Float64Array::New(Env(), 3 * extremes_.size());
    write_extremes(extremes_, result.Data());
    promise.Resolve(result);
  }
  void OnError(const Napi::Error& error) override { promise.Reject(error.Value()); }

 private:
  ObservedModel& model_;
  HistogramSet& set_;
  std::vector<Feed> feeds_;
  std::vector<Extremes> extremes_;
  Napi::Reference<Napi::Array> held_;
};

class ObservedModelObject : public Napi::ObjectWrap<ObservedModelObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    using Self = ObservedModelObject;
    return DefineClass(env, "ObservedModel", {InstanceMethod<&Self::run>("run"), InstanceMethod<&Self::close>("close")});
  }
  /// new ObservedModel({ library, model, threads, optimize, configuration, outputs: [{ name, tensor }] })
  explicit ObservedModelObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<ObservedModelObject>(info) {
#ifdef __GLIBC__
    // Runs take turns on libuv's threads; with a heap for each of these, what every layer needs would be kept several times.
    mallopt(M_ARENA_MAX, 1);
#endif
    const auto given = info[0].As<Napi::Object>();
    ModelOptions options;
    options.threads = static_cast<int>(number_of(given, "threads").value_or(1));
    options.optimize = truth_of(given, "optimize", true);
    for (const auto& entry : given.Get("configuration").As<Napi::Object>()) {
      const Napi::Value value = entry.second;
      options.configuration[entry.first.As<Napi::String>()] = value.As<Napi::String>();
    }
    std::vector<CountedOutput> outputs;
    const auto list = given.Get("outputs").As<Napi::Array>();
    for (std::uint32_t place = 0; place < list.Length(); ++place) {
      const auto one = list.Get(place).As<Napi::Object>();
      outputs.push_back({text_of(one, "name"), static_cast<std::size_t>(number_of(one, "tensor").value_or(0))});
    }
    try {
      model_ = std::make_unique<ObservedModel>(text_of(given, "library"), model_of(given.Get("model")), options, std::move(outputs));
    } catch (const std::exception& error) {
      throw Napi::Error::New(info.Env(), error.what());
    }
  }

 private:
  /// run(histograms, feeds) → a promise of min, max and the number of values that are not finite, for each tensor.
  Napi::Value run(const Napi::CallbackInfo& info) {
    if (!model_) throw Napi::Error::New(info.Env(), "the model was closed");
    auto* work = new Run(info, *model_);
    const auto promise = work->promise.Promise();
    work->Queue();
    return promise;
  }

  /// Not while it runs.
  void close(const Napi::CallbackInfo&) { model_.reset(); }

  std::unique_ptr<ObservedModel> model_;
};

}  // namespace

void define_observed_model(Napi::Env env, Napi::Object exports) { exports.Set("ObservedModel", ObservedModelObject::define(env)); }

}  // namespace lathe::addon
