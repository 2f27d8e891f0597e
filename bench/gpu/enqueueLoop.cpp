// The plain loop around enqueueV3, or around the launch of a captured graph, on an engine of Lathe's, fed with numbers drawn
// from N(0, 1) as Lathe feeds it, or with zeros. Prints compute in milliseconds.
// Usage: enqueueLoop LIBRARY ENGINE [--graph] [--zeros] [--seconds N]; shapes are those that the first profile calls optimal.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "../../native/src/nvidia/graph.h"
#include "../../native/src/tensorrt/call.h"
#include "../../native/src/tensorrt/enums.h"
#include "../../native/src/tensorrt/library.h"
#include "plain_loop.h"

using namespace lathe;
using namespace lathe::tensorrt;

int main(int count, char** words) {
  if (count < 3) return std::fprintf(stderr, "enqueueLoop LIBRARY ENGINE [--graph] [--zeros] [--seconds N]\n"), 2;
  bool graph = false, zeros = false;
  double seconds = 3;
  for (int at = 3; at < count; ++at) {
    if (std::strcmp(words[at], "--graph") == 0) graph = true;
    if (std::strcmp(words[at], "--zeros") == 0) zeros = true;
    if (std::strcmp(words[at], "--seconds") == 0 && at + 1 < count) seconds = std::atof(words[at + 1]);
  }
  const auto library = Library::open({words[1], ""});
  const auto abi = library->abi();
  const auto& cuda = nvidia::cuda();
  const nvidia::CurrentDevice device(cuda, 0);
  const auto logger = make_logger(abi, [](Severity severity, const char* line) {
    if (severity <= Severity::error) std::fprintf(stderr, "%s\n", line);
  });
  std::ifstream file(words[2], std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto runtime = library->create_runtime(logger);
  const Owned engine(call<slot::Runtime::deserializeCudaEngine>(abi, runtime.get(), static_cast<const void*>(bytes.data()), bytes.size()));
  if (!engine) return 1;
  const Owned context(call<slot::CudaEngine::createExecutionContext>(abi, engine.get(), enums::context_static.in(abi)));
  const nvidia::Stream stream(cuda);
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  std::vector<nvidia::DeviceMemory> memory;
  for (int index = 0; index < call<slot::CudaEngine::getNbIOTensors>(abi, engine.get()); ++index) {
    const char* name = call<slot::CudaEngine::getIOTensorName>(abi, engine.get(), index);
    const bool input = call<slot::CudaEngine::getTensorIOMode>(abi, engine.get(), name) == enums::mode_input.in(abi);
    if (input) {
      const auto dims = call<slot::CudaEngine::getProfileShape>(abi, engine.get(), name, 0, enums::select_opt.in(abi));
      call<slot::ExecutionContext::setInputShape>(abi, context.get(), name, &dims);
    }
    const auto shape = to_shape(call<slot::ExecutionContext::getTensorShape>(abi, context.get(), name));
    memory.emplace_back(cuda, element_count(shape) * sizeof(double));
    call<slot::ExecutionContext::setTensorAddress>(abi, context.get(), name, memory.back().address());
    if (!input || call<slot::CudaEngine::getTensorDataType>(abi, engine.get(), name) != enums::type_float32.in(abi)) continue;
    std::vector<float> values(element_count(shape));
    for (auto& value : values) value = zeros ? 0 : normal(random);
    stream.copy_in(memory.back(), values.data(), values.size() * sizeof(float));
    stream.synchronize();
  }
  const auto enqueue = [&] { call<slot::ExecutionContext::enqueueV3>(abi, context.get(), stream.get()); };
  enqueue();
  stream.synchronize();
  std::unique_ptr<nvidia::Graph> captured;
  if (graph) captured = std::make_unique<nvidia::Graph>(cuda, stream, enqueue);
  const std::function<void()> launch = captured ? std::function<void()>([&] { captured->launch(stream); }) : enqueue;
  const auto times_of = [&](double duration) {
    const auto began = std::chrono::steady_clock::now();
    return bench::plain_loop(cuda, stream, launch, [&](std::size_t) {
      return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count() < duration;
    });
  };
  times_of(0.5);
  auto times = times_of(seconds);
  std::sort(times.begin(), times.end());
  std::printf("{\"graph\":%s,\"computeMs\":{\"median\":%f,\"p99\":%f},\"count\":%zu}\n", graph ? "true" : "false",
              times[times.size() / 2], times[times.size() * 99 / 100], times.size());
}
