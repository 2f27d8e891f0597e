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
  std::unique_ptr<tensorrt::OpenedBuilder> builder;
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
  task->outcome = tensorrt::build_engine(task->paths, task->options, streamer, task->cancel, std::move(task->builder));
  // Behind every event in the same queue, so that none comes after the result.
  task->tell.BlockingCall([task](Napi::Env env, Napi::Function) { task->deferred.Resolve(to_object(env, task->outcome)); });
  task->tell.Release();
}

/// The builder that was opened last, until something is done with it.
std::unique_ptr<tensorrt::OpenedBuilder>& held() {
  static std::unique_ptr<tensorrt::OpenedBuilder> builder;
  return builder;
}

/// What is held, where it is of that library.
std::unique_ptr<tensorrt::OpenedBuilder> take_held(const tensorrt::LibraryPaths& paths) {
  auto taken = std::move(held());
  if (taken && taken->library().paths().runtime != paths.runtime) taken.reset();
  return taken;
}

/// RTX serves GPUs alone.
int accelerators(const tensorrt::Library& library, void* builder) {
  return library.rtx() ? 0 : tensorrt::call<tensorrt::slot::Builder::getNbDLACores>(library.abi(), builder);
}

/// buildTensorRt(options, listener) → { result: Promise, cancel() }
Napi::Value build(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  const auto options = info[0].As<Napi::Object>();
  const auto task = std::make_shared<Task>(env, info[1].As<Napi::Function>());
  task->paths = paths_of(options);
  task->options = build_options(options);
  task->verbose = truth_of(options, "verbose", false);
  task->builder = take_held(task->paths);
  auto handle = Napi::Object::New(env);
  handle.Set("result", task->deferred.Promise());
  handle.Set("cancel", Napi::Function::New(env, [task](const Napi::CallbackInfo&) { task->cancel = true; }));
  std::thread(run, task).detach();
  return handle;
}

/// probeTensorRt({ runtime, parser }): loads the library and tries to create a runtime.
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
    bool created = false;
    try {
      created = static_cast<bool>(library->create_runtime(logger));
      if (!created && words.empty()) words = "it gave no reason";
    } catch (const std::runtime_error& error) {
      words = error.what();
    }
    result.Set("runtimeProblem", created ? env.Null() : Napi::Value(Napi::String::New(env, words)));
    result.Set("problem", env.Null());
  } catch (const std::exception& error) {
    result.Set("problem", error.what());
  }
  return result;
}

/// openTensorRtBuilder({ runtime, parser }) → { problem, dlaCores }: what is built or asked next in this process uses it.
Napi::Value open_builder(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  auto result = Napi::Object::New(env);
  result.Set("problem", env.Null());
  result.Set("dlaCores", 0);
  held().reset();
  try {
    held() = std::make_unique<tensorrt::OpenedBuilder>(paths_of(info[0].As<Napi::Object>()));
    result.Set("dlaCores", accelerators(held()->library(), held()->get()));
  } catch (const std::exception& error) {
    result.Set("problem", error.what());
  }
  return result;
}

/// supportTensorRt({ runtime, parser }, model) → what the parser says of the model's nodes.
Napi::Value support(const Napi::CallbackInfo& info) {
  try {
    const auto paths = paths_of(info[0].As<Napi::Object>());
    auto builder = take_held(paths);
    if (!builder) builder = std::make_unique<tensorrt::OpenedBuilder>(paths);
    return to_object(info.Env(), tensorrt::examine_support(*builder, info[1].As<Napi::String>()));
  } catch (const std::runtime_error& error) {
    throw Napi::Error::New(info.Env(), error.what());
  }
}

}  // namespace

void define_tensorrt(Napi::Env env, Napi::Object exports) {
  exports.Set("probeTensorRt", Napi::Function::New(env, probe));
  exports.Set("openTensorRtBuilder", Napi::Function::New(env, open_builder));
  exports.Set("supportTensorRt", Napi::Function::New(env, support));
  exports.Set("buildTensorRt", Napi::Function::New(env, build));
}

}  // namespace lathe::addon
