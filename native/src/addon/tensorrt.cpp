// TensorRT for JavaScript: a look at a library, and builds on a thread of their own that stream what happens.
#include <napi.h>

#include <atomic>
#include <memory>
#include <thread>

#include "../tensorrt/build.h"
#include "../tensorrt/library.h"
#include "values.h"

namespace lathe::addon {

namespace {

using tensorrt::Severity;

struct Event {
  const char* type = "";
  std::string text, parent;
  int number = 0;
};

/// Lives until its last event was told, which carries the outcome.
struct Task {
  Task(Napi::Env env, const Napi::Function& listener)
      : deferred(Napi::Promise::Deferred::New(env)),
        tell(Napi::ThreadSafeFunction::New(env, listener, "lathe.tensorrt", 0, 1)) {}

  Napi::Promise::Deferred deferred;
  Napi::ThreadSafeFunction tell;
  std::atomic<bool> cancel{false};
  bool verbose = false;
  tensorrt::LibraryPaths paths;
  tensorrt::BuildOptions options;
  tensorrt::BuildOutcome outcome;
};

class Streamer : public tensorrt::BuildListener {
 public:
  explicit Streamer(Task& task) : task_(task) {}
  void log(Severity severity, const std::string& line) override {
    if (severity == Severity::verbose && !task_.verbose) return;
    send({"log", line, "", static_cast<int>(severity)});
  }
  void start(const std::string& phase, const std::string& parent, int steps) override {
    send({"start", phase, parent, steps});
  }
  bool step(const std::string& phase, int step) override {
    send({"step", phase, "", step});
    return true;
  }
  void finish(const std::string& phase) override { send({"finish", phase, "", 0}); }

 private:
  void send(Event event) {
    auto* data = new Event(std::move(event));
    const auto status = task_.tell.NonBlockingCall(data, [](Napi::Env env, Napi::Function listener, Event* told) {
      const std::unique_ptr<Event> owner(told);
      auto object = Napi::Object::New(env);
      object.Set("type", told->type);
      object.Set("text", told->text);
      object.Set("parent", told->parent);
      object.Set("number", told->number);
      listener.Call({object});
    });
    if (status != napi_ok) delete data;
  }

  Task& task_;
};

void run(std::shared_ptr<Task> task) {
  Streamer streamer(*task);
  task->outcome = tensorrt::build_engine(task->paths, task->options, streamer, task->cancel);
  // Behind every event in the same queue, so that none comes after the result.
  task->tell.BlockingCall([task](Napi::Env env, Napi::Function) { task->deferred.Resolve(to_object(env, task->outcome)); });
  task->tell.Release();
}

/// buildTensorRt(options, listener) → { result: Promise, cancel() }
Napi::Value build(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  const auto options = info[0].As<Napi::Object>();
  const auto task = std::make_shared<Task>(env, info[1].As<Napi::Function>());
  task->paths = paths_of(options);
  task->options = build_options(options);
  task->verbose = truth_of(options, "verbose", false);
  auto handle = Napi::Object::New(env);
  handle.Set("result", task->deferred.Promise());
  handle.Set("cancel", Napi::Function::New(env, [task](const Napi::CallbackInfo&) { task->cancel = true; }));
  std::thread(run, task).detach();
  return handle;
}

/// probeTensorRt({ runtime, parser }): loads the library and tries to create a builder and a runtime.
Napi::Value probe(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  auto result = Napi::Object::New(env);
  try {
    const auto library = tensorrt::Library::open(paths_of(info[0].As<Napi::Object>()));
    result.Set("version", tensorrt::to_string(library->version()));
    result.Set("rtx", library->rtx());
    std::string words;
    const auto logger = tensorrt::make_logger(library->abi(), [&](Severity severity, const char* line) {
      if (severity <= Severity::error && words.empty()) words = line;
    });
    // What was made, and why it was not.
    const auto attempt = [&](const char* key, auto create) {
      words.clear();
      tensorrt::Owned made;
      try {
        made = create();
        if (!made && words.empty()) words = "it gave no reason";
      } catch (const std::runtime_error& error) {
        words = error.what();
      }
      result.Set(key, made ? env.Null() : Napi::Value(Napi::String::New(env, words)));
      return made;
    };
    library->load_companions(logger);
    const auto builder = attempt("builderProblem", [&] { return library->create_builder(logger); });
    // RTX serves GPUs alone.
    const bool has_cores = builder && !library->rtx();
    result.Set("dlaCores", has_cores ? tensorrt::call<tensorrt::slot::Builder::getNbDLACores>(library->abi(), builder.get()) : 0);
    attempt("runtimeProblem", [&] { return library->create_runtime(logger); });
    result.Set("problem", env.Null());
  } catch (const std::exception& error) {
    result.Set("problem", error.what());
  }
  return result;
}

/// supportTensorRt({ runtime, parser }, model) → what the parser says of the model's nodes.
Napi::Value support(const Napi::CallbackInfo& info) {
  try {
    const auto paths = paths_of(info[0].As<Napi::Object>());
    return to_object(info.Env(), tensorrt::examine_support(paths, info[1].As<Napi::String>()));
  } catch (const std::runtime_error& error) {
    throw Napi::Error::New(info.Env(), error.what());
  }
}

}  // namespace

void define_tensorrt(Napi::Env env, Napi::Object exports) {
  exports.Set("probeTensorRt", Napi::Function::New(env, probe));
  exports.Set("supportTensorRt", Napi::Function::New(env, support));
  exports.Set("buildTensorRt", Napi::Function::New(env, build));
}

}  // namespace lathe::addon
