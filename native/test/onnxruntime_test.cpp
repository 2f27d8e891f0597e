// Each entry of ONNX Runtime's table that Lathe calls, told apart from its neighbours by what it does: no header is at hand.
#include "../src/onnxruntime/api.h"

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <memory>

#include "check.h"
#include "onnxruntime_libraries.h"
#include "protobuf.h"

/// What ONNX Runtime itself keeps until the process ends (14 bytes in 1.30) is no leak of Lathe's.
extern "C" const char* __lsan_default_suppressions() { return "leak:libonnxruntime"; }

using namespace lathe::onnxruntime;

namespace {

/// `name: type[2, N]`, as the protocol buffers of ONNX have it.
std::string value(const std::string& name, int type) {
  const std::string shape = part(1, number(1, 2)) + part(1, part(2, "N"));
  return part(1, name) + part(2, part(1, number(1, type) + part(2, shape)));
}

/// wide = Cast(given, to = float64)
std::string model() {
  const std::string to = part(1, "to") + number(3, kDouble) + "\xa0\x01\x02";
  const std::string node = part(1, "given") + part(2, "wide") + part(4, "Cast") + part(5, to);
  const std::string graph = part(1, node) + part(2, "g") + part(11, value("given", kFloat)) + part(12, value("wide", kDouble));
  return number(1, 8) + part(7, graph) + part(8, part(1, "") + number(2, 13));
}

/// What a status says, which is released; empty where all is well.
std::string words(const Api& api, Status* status) {
  if (status == nullptr) return {};
  const std::string said = api.message_of(status);
  api.release_status(status);
  return said;
}

bool says(const Api& api, Status* status, const char* text) { return words(api, status).find(text) != std::string::npos; }

/// How many bytes `work` has written to the standard error.
template <class Work>
long said(const Work& work) {
  std::fflush(stderr);
  std::FILE* file = std::tmpfile();
  const int before = dup(STDERR_FILENO);
  dup2(fileno(file), STDERR_FILENO);
  work();
  std::fflush(stderr);
  dup2(before, STDERR_FILENO);
  close(before);
  std::fseek(file, 0, SEEK_END);
  const long length = std::ftell(file);
  std::fclose(file);
  return length;
}

std::size_t threads() {
  std::size_t count = 0;
  for (const auto& one : std::filesystem::directory_iterator("/proc/self/task")) count += one.exists() ? 1 : 0;
  return count;
}

const Environment* environment(const Api& api) {
  Environment* made = nullptr;
  EXPECT(words(api, api.create_environment(4, "oracle", &made)).empty());
  EXPECT(made != nullptr);
  return made;
}

SessionOptions* options_of(const Api& api) {
  SessionOptions* made = nullptr;
  EXPECT(words(api, api.create_session_options(&made)).empty());
  EXPECT(words(api, api.set_log_severity(made, 4)).empty());
  return made;
}

void for_each_library(const std::function<void(const Api&, const Environment*)>& test) {
  for (const auto& library : onnxruntime_libraries()) {
    const Api& api = Api::open(library);
    static std::vector<std::pair<const Api*, const Environment*>> opened;
    const Environment* found = nullptr;
    for (const auto& one : opened) found = one.first == &api ? one.second : found;
    if (found == nullptr) opened.emplace_back(&api, found = environment(api));
    test(api, found);
  }
}

Session* session_of(const Api& api, const Environment* environment, const SessionOptions* options) {
  const std::string bytes = model();
  Session* made = nullptr;
  EXPECT(words(api, api.create_session_of(environment, bytes.data(), bytes.size(), options, &made)).empty());
  return made;
}

/// An output of a run on six values, to be released.
Value* run_on(const Api& api, Session* session, MemoryInfo* memory, float* values) {
  const std::int64_t dims[] = {2, 3};
  const char *given = "given", *wide = "wide";
  Value *input = nullptr, *output = nullptr;
  EXPECT(words(api, api.create_tensor_over(memory, values, 24, dims, 2, kFloat, &input)).empty());
  EXPECT(words(api, api.run(session, nullptr, &given, &input, 1, &wide, 1, &output)).empty());
  api.release_value(input);
  return output;
}

}  // namespace

TEST("ONNX Runtime's options refuse and say what each of them alone does") {
  for_each_library([](const Api& api, const Environment* environment) {
    EXPECT(api.version().find('.') != std::string::npos);
    SessionOptions* options = options_of(api);
    EXPECT(says(api, api.set_optimization(options, 12345), "ptimization"));
    EXPECT(words(api, api.set_optimization(options, 99)).empty());
    EXPECT(says(api, api.add_configuration(options, "", "1"), "onfig key"));
    EXPECT(words(api, api.add_configuration(options, "session.intra_op.allow_spinning", "0")).empty());
    Session* none = nullptr;
    EXPECT(says(api, api.create_session(environment, "/no/such/model.onnx", options, &none), "/no/such/model.onnx"));
    EXPECT(says(api, api.create_session_of(environment, "no model", 8, options, &none), "rotobuf"));
    EXPECT(none == nullptr);
    const auto open = [&] { api.release_session(session_of(api, environment, options)); };
    constexpr int kAll = 0, kFatal = 4;
    EXPECT(words(api, api.set_log_severity(options, kAll)).empty());
    EXPECT(said(open) > 0);
    EXPECT(words(api, api.set_log_severity(options, kFatal)).empty());
    EXPECT(said(open) == 0);
    api.release_session_options(options);
  });
}

TEST("ONNX Runtime tells names, types and shapes of a model") {
  for_each_library([](const Api& api, const Environment* environment) {
    SessionOptions* options = options_of(api);
    Session* session = session_of(api, environment, options);
    Allocator* allocator = nullptr;
    EXPECT(words(api, api.default_allocator(&allocator)).empty());
    const auto named = [&](const char* wanted, int wanted_type, auto count_of, auto name_of, auto type_of) {
      std::size_t count = 0, rank = 0;
      EXPECT(words(api, count_of(session, &count)).empty() && count == 1);
      char* name = nullptr;
      EXPECT(words(api, name_of(session, 0, allocator, &name)).empty() && std::string(name) == wanted);
      EXPECT(words(api, api.free(allocator, name)).empty());
      TypeInfo* type = nullptr;
      const TypeAndShape* tensor = nullptr;
      int element = 0;
      EXPECT(words(api, type_of(session, 0, &type)).empty());
      EXPECT(words(api, api.tensor_of(type, &tensor)).empty() && tensor != nullptr);
      EXPECT(words(api, api.element_type(tensor, &element)).empty() && element == wanted_type);
      EXPECT(words(api, api.rank_of(tensor, &rank)).empty() && rank == 2);
      std::int64_t dims[2] = {};
      const char* symbols[2] = {};
      EXPECT(words(api, api.dims_of(tensor, dims, 2)).empty() && dims[0] == 2 && dims[1] == -1);
      EXPECT(words(api, api.names_of_dims(tensor, symbols, 2)).empty());
      EXPECT(std::string(symbols[0]).empty() && std::string(symbols[1]) == "N");
      api.release_type_info(type);
    };
    named("given", kFloat, api.input_count, api.input_name, api.input_type);
    named("wide", kDouble, api.output_count, api.output_name, api.output_type);
    api.release_session(session);
    api.release_session_options(options);
  });
}

TEST("ONNX Runtime runs over memory of the caller's and gives out its own") {
  for_each_library([](const Api& api, const Environment* environment) {
    SessionOptions* options = options_of(api);
    Session* session = session_of(api, environment, options);
    MemoryInfo* memory = nullptr;
    EXPECT(words(api, api.create_cpu_memory(1, 0, &memory)).empty());
    float values[] = {3, -4, 0, 0, 0, 0.5};
    Value* output = run_on(api, session, memory, values);
    void* data = nullptr;
    EXPECT(words(api, api.data_of(output, &data)).empty());
    for (int place = 0; place < 6; ++place) EXPECT(static_cast<double*>(data)[place] == values[place]);
    TypeAndShape* shape = nullptr;
    std::size_t count = 0;
    EXPECT(words(api, api.type_and_shape(output, &shape)).empty());
    EXPECT(words(api, api.element_count(shape, &count)).empty() && count == 6);
    api.release_type_and_shape(shape);
    api.release_value(output);
    const char* wrong = "wrong";
    Value* none = nullptr;
    EXPECT(says(api, api.run(session, nullptr, nullptr, nullptr, 0, &wrong, 1, &none), "wrong"));
    api.release_memory(memory);
    api.release_session(session);
    api.release_session_options(options);
  });
}

TEST("ONNX Runtime starts as many threads as one run is given, and no arena where it is to have none") {
  for_each_library([](const Api& api, const Environment* environment) {
    // An arena hands out memory in steps of 256 bytes, which malloc does not.
    const auto steps_of_an_arena = [&](SessionOptions* options) {
      Session* session = session_of(api, environment, options);
      MemoryInfo* memory = nullptr;
      api.require(api.create_cpu_memory(1, 0, &memory));
      float values[6] = {};
      std::vector<Value*> outputs;
      bool all = true;
      for (int run = 0; run < 40; ++run) {
        outputs.push_back(run_on(api, session, memory, values));
        void* data = nullptr;
        api.require(api.data_of(outputs.back(), &data));
        all = all && reinterpret_cast<std::uintptr_t>(data) % 256 == 0;
      }
      for (auto* output : outputs) api.release_value(output);
      api.release_memory(memory);
      api.release_session(session);
      return all;
    };
    SessionOptions* options = options_of(api);
    EXPECT(words(api, api.set_intra_threads(options, 1)).empty());
    EXPECT(steps_of_an_arena(options));
    EXPECT(words(api, api.disable_arena(options)).empty());
    EXPECT(!steps_of_an_arena(options));
    // Where the system tells threads.
    const std::size_t before = std::filesystem::exists("/proc/self/task") ? threads() : 0;
    EXPECT(words(api, api.set_intra_threads(options, 4)).empty());
    Session* session = session_of(api, environment, options);
    if (before > 0) EXPECT(threads() == before + 3);
    api.release_session(session);
    if (before > 0) EXPECT(threads() == before);
    api.release_session_options(options);
  });
}
