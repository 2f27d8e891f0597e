// A session that answers a socket's frames, for JavaScript.
#include "../onnxruntime/served_session.h"

#include <napi.h>

#include "../serving/answer_frames.h"
#include "values.h"

namespace lathe::addon {

namespace {

using onnxruntime::ServedOptions;
using onnxruntime::ServedPort;
using onnxruntime::ServedSession;

/// [{ name, type, dims, names }]
Napi::Array to_array(Napi::Env env, const std::vector<ServedPort>& ports) {
  auto list = Napi::Array::New(env, ports.size());
  for (std::uint32_t place = 0; place < ports.size(); ++place) {
    const auto& port = ports[place];
    auto one = Napi::Object::New(env);
    auto dims = Napi::Array::New(env, port.dims.size());
    auto names = Napi::Array::New(env, port.names.size());
    for (std::uint32_t axis = 0; axis < port.dims.size(); ++axis) {
      dims.Set(axis, static_cast<double>(port.dims[axis]));
      names.Set(axis, port.names[axis]);
    }
    one.Set("name", port.name);
    one.Set("type", port.element_type);
    one.Set("dims", dims);
    one.Set("names", names);
    list.Set(place, one);
  }
  return list;
}

class ServedSessionObject : public Napi::ObjectWrap<ServedSessionObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    using Self = ServedSessionObject;
    return DefineClass(env, "ServedSession", {InstanceMethod<&Self::ports>("ports"), InstanceMethod<&Self::answer>("answer")});
  }
  /// new ServedSession({ library, path, threads, optimize, configuration })
  explicit ServedSessionObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<ServedSessionObject>(info) {
    const auto given = info[0].As<Napi::Object>();
    ServedOptions options;
    options.threads = static_cast<int>(number_of(given, "threads").value_or(1));
    options.optimize = truth_of(given, "optimize", true);
    for (const auto& entry : given.Get("configuration").As<Napi::Object>()) {
      const Napi::Value value = entry.second;
      options.configuration[entry.first.As<Napi::String>()] = value.As<Napi::String>();
    }
    path_ = text_of(given, "path");
    try {
      session_ = std::make_unique<ServedSession>(text_of(given, "library"), path_, options);
    } catch (const std::exception& error) {
      throw Napi::Error::New(info.Env(), error.what());
    }
  }

 private:
  /// ports() → { inputs, outputs }
  Napi::Value ports(const Napi::CallbackInfo& info) {
    auto result = Napi::Object::New(info.Env());
    result.Set("inputs", to_array(info.Env(), session_->inputs()));
    result.Set("outputs", to_array(info.Env(), session_->outputs()));
    return result;
  }

  /// answer(descriptor): keeps this thread until the other side has closed the socket.
  void answer(const Napi::CallbackInfo& info) {
    try {
      serving::answer_frames(info[0].As<Napi::Number>().Int32Value(), *session_, path_);
    } catch (const std::exception& error) {
      throw Napi::Error::New(info.Env(), error.what());
    }
  }

  std::string path_;
  std::unique_ptr<ServedSession> session_;
};

}  // namespace

void define_served_session(Napi::Env env, Napi::Object exports) { exports.Set("ServedSession", ServedSessionObject::define(env)); }

}  // namespace lathe::addon
