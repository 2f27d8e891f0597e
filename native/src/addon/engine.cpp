// Engines for JavaScript. Calls block: they are made in a process that serves one engine.
#include <napi.h>

#include "../nvidia/sampler.h"
#include "../tensorrt/engine.h"
#include "../tensorrt/measure.h"
#include "values.h"

namespace lathe::addon {

namespace {

using namespace tensorrt;

/// Often enough to see power change, seldom enough not to disturb what is measured.
constexpr std::chrono::milliseconds sampling(20);

/// Names of types as Lathe's values have them.
constexpr std::pair<Enumerator, const char*> type_names[] = {
    {enums::type_float32, "float32"}, {enums::type_float16, "float16"}, {enums::type_int8, "int8"},
    {enums::type_int32, "int32"},     {enums::type_bool, "bool"},       {enums::type_uint8, "uint8"},
    {enums::type_int64, "int64"},     {enums::type_bfloat16, "bfloat16"}, {enums::type_float8, "float8e4m3fn"},
};
const char* type_name(Abi abi, int type) {
  for (const auto& [known, name] : type_names)
    if (known.in(abi) == type) return name;
  return "";
}
/// -1 for types that this series lacks.
int type_of(Abi abi, const std::string& wanted) {
  for (const auto& [known, name] : type_names)
    if (wanted == name) return known.in(abi);
  return -1;
}

Napi::Float64Array to_array(Napi::Env env, const std::vector<double>& values) {
  auto array = Napi::Float64Array::New(env, values.size());
  std::copy(values.begin(), values.end(), array.Data());
  return array;
}

Napi::Array to_list(Napi::Env env, const Shape& shape) {
  auto list = Napi::Array::New(env, shape.size());
  for (std::uint32_t axis = 0; axis < shape.size(); ++axis) list.Set(axis, static_cast<double>(shape[axis]));
  return list;
}

class EngineObject : public Napi::ObjectWrap<EngineObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "TensorRtEngine",
                       {InstanceMethod<&EngineObject::describe>("describe"), InstanceMethod<&EngineObject::feed>("feed"),
                        InstanceMethod<&EngineObject::infer>("infer"), InstanceMethod<&EngineObject::watch>("watch"),
                        InstanceMethod<&EngineObject::measure>("measure"),
                        InstanceMethod<&EngineObject::profile>("profile"), InstanceMethod<&EngineObject::inspect>("inspect"),
                        InstanceMethod<&EngineObject::refit>("refit"), InstanceMethod<&EngineObject::write>("write"), InstanceMethod<&EngineObject::close>("close")});
  }
  /// new TensorRtEngine({ runtime, parser, weights, engine })
  explicit EngineObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<EngineObject>(info) {
    guarded(info.Env(), [&] {
      const auto options = info[0].As<Napi::Object>();
      engine_ = std::make_unique<Engine>(paths_of(options), text_of(options, "engine"), LogListener());
    });
  }

 private:
  template <class Body>
  void guarded(Napi::Env env, Body body) {
    try {
      body();
    } catch (const std::runtime_error& error) {
      throw Napi::Error::New(env, error.what());
    } catch (const std::logic_error& error) {
      throw Napi::Error::New(env, error.what());
    }
  }

  Engine& open(Napi::Env env) {
    if (!engine_) throw Napi::Error::New(env, "the engine was closed");
    return *engine_;
  }

  Napi::Value describe(const Napi::CallbackInfo& info) {
    const auto env = info.Env();
    auto& engine = open(env);
    auto ports = Napi::Array::New(env);
    for (const auto& port : engine.ports()) {
      auto one = Napi::Object::New(env);
      one.Set("name", port.name);
      one.Set("input", port.input);
      one.Set("type", type_name(engine.abi(), port.type));
      one.Set("shape", to_list(env, port.shape));
      one.Set("optimal", port.input && !port.opt.empty() ? to_list(env, port.opt.front()) : to_list(env, port.shape));
      ports.Set(ports.Length(), one);
    }
    auto result = Napi::Object::New(env);
    result.Set("ports", ports);
    result.Set("layers", engine.loaded().layers());
    result.Set("profiles", engine.loaded().profiles());
    result.Set("auxiliaryStreams", engine.loaded().auxiliary_streams());
    result.Set("scratchBytes", static_cast<double>(engine.loaded().scratch_bytes()));
    return result;
  }

  /// feed({ name: { dims, bytes } })
  void feed(const Napi::CallbackInfo& info) {
    Tensors inputs;
    for (const auto& entry : info[0].As<Napi::Object>()) {
      const Napi::Value held = entry.second;
      const auto value = held.As<Napi::Object>();
      Tensor tensor;
      const auto dims = value.Get("dims").As<Napi::Array>();
      for (std::uint32_t axis = 0; axis < dims.Length(); ++axis)
        tensor.shape.push_back(dims.Get(axis).As<Napi::Number>().Int64Value());
      tensor.bytes = bytes_of(value.Get("bytes"));
      inputs[entry.first.As<Napi::String>()] = std::move(tensor);
    }
    guarded(info.Env(), [&] {
      forget_lanes();
      open(info.Env()).feed(inputs);
    });
  }

  Napi::Value infer(const Napi::CallbackInfo& info) {
    const auto env = info.Env();
    Tensors outputs;
    guarded(env, [&] { outputs = open(env).infer(); });
    return to_object(env, outputs);
  }

  static Napi::Object to_object(Napi::Env env, const Tensors& tensors) {
    auto result = Napi::Object::New(env);
    for (const auto& [name, tensor] : tensors) {
      auto one = Napi::Object::New(env);
      one.Set("dims", to_list(env, tensor.shape));
      one.Set("bytes", to_bytes(env, tensor.bytes));
      result.Set(name, one);
    }
    return result;
  }

  /// watch(unfused) → { outputs, values: [{ name, type, dims, bytes }] }
  Napi::Value watch(const Napi::CallbackInfo& info) {
    const auto env = info.Env();
    Tensors outputs;
    std::vector<WatchedValue> values;
    guarded(env, [&] { outputs = open(env).watch(info[0].As<Napi::Boolean>(), values); });
    auto list = Napi::Array::New(env, values.size());
    for (std::uint32_t index = 0; index < values.size(); ++index) {
      auto one = Napi::Object::New(env);
      one.Set("name", values[index].name);
      one.Set("type", type_name(open(env).abi(), values[index].type));
      one.Set("dims", to_list(env, values[index].shape));
      one.Set("bytes", to_bytes(env, values[index].bytes));
      list.Set(index, one);
    }
    auto result = Napi::Object::New(env);
    result.Set("outputs", to_object(env, outputs));
    result.Set("values", list);
    return result;
  }

  Napi::Value measure(const Napi::CallbackInfo& info) {
    const auto env = info.Env();
    const auto object = info[0].As<Napi::Object>();
    MeasureLength length;
    length.milliseconds = number_of(object, "ms").value_or(length.milliseconds);
    length.iterations = static_cast<int>(number_of(object, "iterations").value_or(length.iterations));
    length.starts = truth_of(object, "starts", false);
    Setup setup;
    setup.work.transfers = truth_of(object, "transfers", true);
    setup.work.graph = truth_of(object, "graph", false);
    setup.streams = static_cast<std::size_t>(number_of(object, "streams").value_or(1));
    const auto bus_id = text_of(object, "busId");
    Timings timings;
    std::vector<nvidia::GpuSample> samples;
    guarded(env, [&] {
      auto& meter = meter_for(open(env), setup);
      nvidia::Sampler sampler(bus_id, sampling);
      try {
        timings = meter.run(length);
      } catch (...) {
        meter_.reset();
        throw;
      }
      samples = sampler.stop();
    });
    auto result = Napi::Object::New(env);
    result.Set("h2d", to_array(env, timings.h2d));
    result.Set("compute", to_array(env, timings.compute));
    result.Set("d2h", to_array(env, timings.d2h));
    result.Set("enqueue", to_array(env, timings.enqueue));
    result.Set("h2dStart", to_array(env, timings.h2d_start));
    result.Set("computeStart", to_array(env, timings.compute_start));
    result.Set("d2hStart", to_array(env, timings.d2h_start));
    result.Set("enqueueStart", to_array(env, timings.enqueue_start));
    result.Set("wallMs", timings.wall);
    result.Set("graphProblem", timings.graph_problem);
    auto list = Napi::Array::New(env, samples.size());
    for (std::uint32_t index = 0; index < samples.size(); ++index) {
      auto one = addon::to_object(env, samples[index].state);
      one.Set("ms", samples[index].milliseconds);
      list.Set(index, one);
    }
    result.Set("samples", list);
    return result;
  }

  struct Setup {
    MeasuredWork work;
    std::size_t streams = 1;
    bool operator==(const Setup& other) const {
      return work.transfers == other.work.transfers && work.graph == other.work.graph && streams == other.streams;
    }
  };

  /// Streams, graphs, and as many engines beside this one as there are streams more, are kept for the next turn.
  Meter& meter_for(Engine& engine, const Setup& setup) {
    if (meter_ && setup == setup_) return *meter_;
    meter_.reset();
    while (beside_.size() + 1 < setup.streams) beside_.push_back(engine.beside());
    std::vector<Engine*> lanes = {&engine};
    for (std::size_t index = 0; index + 1 < setup.streams; ++index) lanes.push_back(beside_[index].get());
    meter_ = std::make_unique<Meter>(lanes, setup.work);
    setup_ = setup;
    return *meter_;
  }

  void forget_lanes() {
    meter_.reset();
    beside_.clear();
  }

  Napi::Value profile(const Napi::CallbackInfo& info) {
    const auto env = info.Env();
    std::vector<LayerTimes> layers;
    guarded(env, [&] { layers = tensorrt::profile(open(env), info[0].As<Napi::Number>().Int32Value()); });
    auto list = Napi::Array::New(env);
    for (const auto& layer : layers) {
      auto one = Napi::Object::New(env);
      one.Set("name", layer.name);
      one.Set("times", to_array(env, layer.times));
      list.Set(list.Length(), one);
    }
    return list;
  }

  Napi::Value inspect(const Napi::CallbackInfo& info) {
    std::string words;
    guarded(info.Env(), [&] { words = open(info.Env()).inspect(); });
    return Napi::String::New(info.Env(), words);
  }

  /// refit({ name: { type, bytes } }): other weights, by their names; types that TensorRT lacks are passed over.
  void refit(const Napi::CallbackInfo& info) {
    auto& engine = open(info.Env());
    std::map<std::string, NamedValues> values;
    for (const auto& entry : info[0].As<Napi::Object>()) {
      const Napi::Value held = entry.second;
      const auto one = held.As<Napi::Object>();
      const int type = type_of(engine.abi(), text_of(one, "type"));
      if (type >= 0) values[entry.first.As<Napi::String>()] = {type, bytes_of(one.Get("bytes"))};
    }
    guarded(info.Env(), [&] { engine.refit(values); });
  }

  /// write(path): the engine with the weights that it has now.
  void write(const Napi::CallbackInfo& info) {
    guarded(info.Env(), [&] { open(info.Env()).write(info[0].As<Napi::String>()); });
  }

  void close(const Napi::CallbackInfo&) {
    forget_lanes();
    engine_.reset();
  }

  std::unique_ptr<Engine> engine_;
  std::vector<std::unique_ptr<Engine>> beside_;
  // Gone before what it measures.
  std::unique_ptr<Meter> meter_;
  Setup setup_;
};

}  // namespace

void define_engine(Napi::Env env, Napi::Object exports) { exports.Set("TensorRtEngine", EngineObject::define(env)); }

}  // namespace lathe::addon
