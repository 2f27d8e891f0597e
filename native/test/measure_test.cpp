// Measuring, against a driver and a TensorRT whose every time is known (test/fake): a row of four floats takes 0.5 ms to
// compute and 16 ns each way.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "../src/dynamic_library.h"
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

/// Streams that events were recorded on since the last call, as the pretended driver counts them.
int marked_streams() {
  using Count = int (*)();
  static const auto count = function_of<Count>(load_library("libcuda.so.1"), "lathe_fake_marked_streams");
  return count();
}

MeasureOptions exactly(int iterations) {
  MeasureOptions options;
  options.milliseconds = 0;
  options.iterations = iterations;
  return options;
}

std::string refusal(const std::function<void()>& body) {
  try {
    body();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST("times of copies and computing are those of the GPU's clock, and nothing is counted twice") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(3));
  const auto timings = measure({engine.get()}, exactly(5));
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
  auto options = exactly(2);
  options.transfers = false;
  const auto timings = measure({engine.get()}, options);
  EXPECT(timings.h2d[0] == 0 && timings.d2h[1] == 0);
  EXPECT_NEAR(timings.compute[1], row_ms, 1e-6);
  EXPECT_NEAR(timings.wall, 2 * row_ms, 1e-6);
  EXPECT(timings.h2d_start[1] == timings.compute_start[1]);
}

TEST("only the stream that computes is touched where nothing is copied, and all three of a lane where it is") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(1));
  const auto beside = engine->beside();
  auto options = exactly(6);
  marked_streams();
  measure({engine.get()}, options);
  EXPECT(marked_streams() == 3);
  options.transfers = false;
  for (const bool graph : {false, true}) {
    options.graph = graph;
    measure({engine.get()}, options);
    EXPECT(marked_streams() == 1);
    measure({engine.get(), beside.get()}, options);
    EXPECT(marked_streams() == 2);
  }
}

TEST("a captured graph takes the same time and gives the same outputs as enqueueing") {
  if (fakes() == nullptr) return;
  const auto engine = opened();
  engine->feed(rows(2));
  auto options = exactly(4);
  options.graph = true;
  const auto timings = measure({engine.get()}, options);
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
  auto options = exactly(3);
  options.graph = true;
  const Fault fault("capture");
  const auto timings = measure({engine.get()}, options);
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
  const auto timings = measure({engine.get(), second.get(), third.get()}, exactly(9));
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
