// Measuring, against a driver and a TensorRT whose every time is known (test/fake): a row of four floats takes 0.5 ms to
// compute and 16 ns each way.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "../../bench/gpu/plain_loop.h"
#include "../src/dynamic_library.h"
#include "../src/nvidia/graph.h"
#include "../src/nvidia/sampler.h"
#include "../src/tensorrt/engine.h"
#include "../src/tensorrt/measure.h"
#include "check.h"

using namespace lathe;
using namespace lathe::tensorrt;

namespace {

constexpr double row_ms = 0.5, copy_ms = 16e-6;

/// Null where the libraries were not built, as on other systems than Linux.
const char* fakes() { return std::getenv("LATHE_TENSORRT"); }

struct Fault {
  explicit Fault(const char* name) { setenv("LATHE_FAKE_FAULT", name, 1); }
  ~Fault() { unsetenv("LATHE_FAKE_FAULT"); }
};

std::unique_ptr<Engine> opened(const std::string& bytes = "ftrt: an engine of the imaginary TensorRT") {
  const auto path = (std::filesystem::temp_directory_path() / "lathe-measure-test.plan").string();
  std::ofstream(path, std::ios::binary) << bytes;
  return std::make_unique<Engine>(LibraryPaths{std::string(fakes()) + "/libnvinfer.so.10", ""}, path, LogListener());
}

Tensors rows(std::int64_t count) {
  std::vector<float> values(static_cast<std::size_t>(count) * 4);
  for (std::size_t at = 0; at < values.size(); ++at) values[at] = static_cast<float>(at);
  const auto* bytes = reinterpret_cast<const char*>(values.data());
  return {{"x", {{count, 4}, {bytes, bytes + values.size() * sizeof(float)}}}};
}

/// How often each function of the driver was called since the last time, as the pretended one counts; `kernels` is the
/// engine enqueued.
std::map<std::string, int> driver_calls() {
  using Calls = const char* (*)();
  static const auto calls = function_of<Calls>(load_library("libcuda.so.1"), "lathe_fake_calls");
  std::istringstream lines(calls());
  std::map<std::string, int> found;
  std::string name;
  for (int count = 0; lines >> name >> count;) found[name] = count;
  return found;
}

/// What each further inference calls, where `run` is given how many to run.
std::map<std::string, double> calls_each(const std::function<void(int)>& run) {
  constexpr int few = 4, more = 10;
  driver_calls();
  run(few);
  const auto before = driver_calls();
  run(more);
  std::map<std::string, double> each;
  for (const auto& [name, count] : driver_calls()) {
    const auto found = before.find(name);
    const int further = count - (found == before.end() ? 0 : found->second);
    if (further != 0) each[name] = static_cast<double>(further) / (more - few);
  }
  return each;
}

MeasureLength exactly(int iterations) {
  MeasureLength length;
  length.milliseconds = 0;
  length.iterations = iterations;
  return length;
}

Timings measure(const std::vector<Engine*>& lanes, const MeasuredWork& work, const MeasureLength& length) {
  return Meter(lanes, work).run(length);
}

std::string refusal(const std::function<void()>& body) {
  try {
    body();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

constexpr MeasuredWork copying{}, computing{false, false}, copying_graph{true, true}, computing_graph{false, true};

}  // namespace

TEST("times of copies and computing are those of the GPU's clock, and nothing is counted twice") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(3));
  auto length = exactly(5);
  length.starts = true;
  const auto timings = measure({engine.get()}, copying, length);
  EXPECT(timings.compute.size() == 5 && timings.enqueue.size() == 5 && timings.graph_problem.empty());
  for (std::size_t at = 0; at < 5; ++at) {
    EXPECT_NEAR(timings.compute[at], 3 * row_ms, 1e-5);
    EXPECT_NEAR(timings.h2d[at], 3 * copy_ms, 1e-6);
    EXPECT_NEAR(timings.d2h[at], 3 * copy_ms, 1e-6);
    EXPECT(timings.enqueue[at] >= 0);
  }
  // Copies hide behind computing: only the first in and the last out add to the wall.
  EXPECT_NEAR(timings.wall, 5 * 3 * row_ms + 6 * copy_ms, 1e-3);
  EXPECT_NEAR(timings.compute_start[4] - timings.compute_start[3], 3 * row_ms, 1e-3);
  EXPECT(timings.enqueue_start[4] > timings.enqueue_start[3]);
}

TEST("without transfers nothing is copied") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(1));
  auto length = exactly(2);
  length.starts = true;
  const auto timings = measure({engine.get()}, computing, length);
  EXPECT(timings.h2d[0] == 0 && timings.d2h[1] == 0);
  EXPECT_NEAR(timings.compute[1], row_ms, 1e-6);
  EXPECT_NEAR(timings.wall, 2 * row_ms, 1e-6);
  EXPECT(timings.h2d_start[1] == timings.compute_start[1]);
}

TEST("an inference without copies makes the driver calls of the plain loop and no other") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(1));
  const std::map<std::string, double> asked = {{"cuEventElapsedTime", 1}, {"cuEventRecord", 2}, {"cuEventSynchronize", 1}};
  for (const auto& work : {computing, computing_graph}) {
    auto wanted = asked;
    wanted[work.graph ? "cuGraphLaunch" : "kernels"] = 1;
    Meter meter({engine.get()}, work);
    EXPECT(calls_each([&](int count) { meter.run(exactly(count)); }) == wanted);
    EXPECT(calls_each([&](int count) { measure({engine.get()}, work, exactly(count)); }) == wanted);
    const auto& stream = engine->stream();
    const auto enqueue = [&] { engine->enqueue(stream); };
    std::unique_ptr<nvidia::Graph> graph;
    if (work.graph) graph = std::make_unique<nvidia::Graph>(nvidia::cuda(), stream, enqueue);
    const std::function<void()> launch = work.graph ? std::function<void()>([&] { graph->launch(stream); }) : enqueue;
    EXPECT(calls_each([&](int count) {
             bench::plain_loop(nvidia::cuda(), stream, launch, [&](std::size_t done) { return done < static_cast<std::size_t>(count); });
           }) == wanted);
  }
}

TEST("where nothing is copied no stream is made beside the engine's own, and for copies two") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(1));
  const auto beside = engine->beside();
  const auto streams = [&](const std::vector<Engine*>& lanes, const MeasuredWork& work) {
    driver_calls();
    measure(lanes, work, exactly(6));
    auto calls = driver_calls();
    return std::pair(calls["cuStreamCreate"], calls["cuStreamWaitEvent"]);
  };
  for (const auto& work : {computing, computing_graph}) {
    EXPECT(streams({engine.get()}, work) == std::pair(0, 0));
    EXPECT(streams({engine.get(), beside.get()}, work) == std::pair(0, 0));
  }
  EXPECT(streams({engine.get()}, copying) == std::pair(2, 12));
  EXPECT(streams({engine.get(), beside.get()}, copying_graph) == std::pair(4, 12));
}

TEST("a second turn makes nothing anew: no graph, stream, event or memory") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(1));
  Meter meter({engine.get()}, copying_graph);
  meter.run(exactly(3));
  driver_calls();
  const auto timings = meter.run(exactly(3));
  EXPECT(timings.compute.size() == 3);
  EXPECT_NEAR(timings.wall, 3 * row_ms + 2 * copy_ms, 1e-3);
  const std::set<std::string> used = {"cuCtxSetCurrent", "cuEventElapsedTime", "cuEventRecord", "cuEventSynchronize",
                                      "cuGraphLaunch", "cuMemcpyDtoHAsync_v2", "cuMemcpyHtoDAsync_v2", "cuStreamWaitEvent"};
  for (const auto& [name, count] : driver_calls()) EXPECT(used.count(name) == 1 && count > 0);
}

TEST("a captured graph takes the same time and gives the same outputs as enqueueing") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(2));
  const auto timings = measure({engine.get()}, copying_graph, exactly(4));
  EXPECT(timings.graph_problem.empty());
  EXPECT_NEAR(timings.compute[3], 2 * row_ms, 1e-5);
  const auto outputs = engine->infer();
  float last = 0;
  std::memcpy(&last, outputs.at("y").bytes.data() + 7 * sizeof(float), sizeof last);
  EXPECT(last == 14);
}

TEST("where a graph cannot be captured the measurement goes on without, and says why") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(1));
  const Fault fault("capture");
  const auto timings = measure({engine.get()}, copying_graph, exactly(3));
  EXPECT(timings.graph_problem.find("CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED") != std::string::npos);
  EXPECT(timings.compute.size() == 3);
  EXPECT_NEAR(timings.compute[2], row_ms, 1e-5);
}

TEST("several streams run side by side, each with a context and memory of its own") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(2));
  const auto second = engine->beside();
  const auto third = engine->beside();
  const auto timings = measure({engine.get(), second.get(), third.get()}, copying, exactly(9));
  EXPECT(timings.compute.size() == 9);
  // Three in the time of one, on a GPU with room for all.
  EXPECT_NEAR(timings.wall, 3 * 2 * row_ms, 1e-2);
  const auto outputs = third->infer();
  EXPECT(outputs.at("y").shape == (Shape{2, 4}));
  EXPECT(outputs.at("y").bytes == engine->infer().at("y").bytes);
}

TEST("an engine of something else, a shape outside its profile and memory that is not there are refused with reasons") {
  if (fakes() == nullptr) return;
  EXPECT(refusal([] { opened("something else"); }).find("Magic tag") != std::string::npos);
  const auto engine = opened();
  const auto words = refusal([&] { engine->feed(rows(9)); });
  EXPECT(words.find("[9, 4]") != std::string::npos && words.find("from [1, 4] to [8, 4]") != std::string::npos);
  const Fault fault("memory");
  EXPECT(refusal([&] { engine->feed(rows(1)); }).find("CUDA_ERROR_OUT_OF_MEMORY") != std::string::npos);
}

TEST("layers are timed by the engine's own profiler") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(4));
  const auto layers = profile(*engine, 3);
  EXPECT(layers.size() == 1 && layers[0].name == "double" && layers[0].times.size() == 3);
  EXPECT_NEAR(layers[0].times[2], 4 * row_ms, 1e-6);
}

TEST("a sampler sees power often, and all else first and last") {
  if (fakes() == nullptr) return;
  nvidia::Sampler sampler("0000:01:00.0", std::chrono::milliseconds(5));
  std::this_thread::sleep_for(std::chrono::milliseconds(60));
  const auto samples = sampler.stop();
  EXPECT(samples.size() >= 5);
  for (std::size_t at = 1; at < samples.size(); ++at) EXPECT(samples[at].milliseconds > samples[at - 1].milliseconds);
  EXPECT(samples.front().state.graphics_megahertz == 1500u && samples.back().state.highest_graphics_megahertz == 1980u);
  EXPECT(!samples[1].state.graphics_megahertz && samples[1].state.power_watts == 200.0);
  EXPECT(*samples.back().state.energy_joules > *samples.front().state.energy_joules);
  EXPECT(!samples.back().state.application_graphics_megahertz);
  EXPECT(nvidia::Sampler("0000:02:00.0", std::chrono::milliseconds(5)).stop().empty());
}
