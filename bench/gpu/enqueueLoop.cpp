// The peer of Lathe's measurement: the plainest loop around enqueueV3 with two events, on the same engine. Prints the
// median of compute in milliseconds. Usage: enqueueLoop LIBRARY ENGINE [SECONDS]; static shapes or shapes fixed by profile.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "../../native/src/nvidia/device_memory.h"
#include "../../native/src/tensorrt/call.h"
#include "../../native/src/tensorrt/enums.h"
#include "../../native/src/tensorrt/library.h"

using namespace lathe;
using namespace lathe::tensorrt;

int main(int count, char** words) {
  if (count < 3) return std::fprintf(stderr, "enqueueLoop LIBRARY ENGINE [SECONDS]\n"), 2;
  const double seconds = count > 3 ? std::atof(words[3]) : 3;
  const auto library = Library::open({words[1], ""});
  const auto abi = library->abi();
  const nvidia::CurrentDevice device(nvidia::cuda(), 0);
  const auto logger = make_logger(abi, [](Severity severity, const char* line) {
    if (severity <= Severity::error) std::fprintf(stderr, "%s\n", line);
  });
  std::ifstream file(words[2], std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto runtime = library->create_runtime(logger);
  const Owned engine(call<slot::Runtime::deserializeCudaEngine>(abi, runtime.get(), static_cast<const void*>(bytes.data()), bytes.size()));
  if (!engine) return 1;
  const Owned context(call<slot::CudaEngine::createExecutionContext>(abi, engine.get(), enums::context_static.in(abi)));
  std::vector<nvidia::DeviceMemory> memory;
  for (int index = 0; index < call<slot::CudaEngine::getNbIOTensors>(abi, engine.get()); ++index) {
    const char* name = call<slot::CudaEngine::getIOTensorName>(abi, engine.get(), index);
    const bool input = call<slot::CudaEngine::getTensorIOMode>(abi, engine.get(), name) == enums::mode_input.in(abi);
    if (input) {
      const auto dims = call<slot::CudaEngine::getProfileShape>(abi, engine.get(), name, 0, enums::select_opt.in(abi));
      call<slot::ExecutionContext::setInputShape>(abi, context.get(), name, &dims);
    }
    const auto shape = to_shape(call<slot::ExecutionContext::getTensorShape>(abi, context.get(), name));
    memory.emplace_back(nvidia::cuda(), element_count(shape) * sizeof(double));
    call<slot::ExecutionContext::setTensorAddress>(abi, context.get(), name, memory.back().address());
  }
  const nvidia::Stream stream(nvidia::cuda());
  const nvidia::Event start(nvidia::cuda()), end(nvidia::cuda());
  std::vector<float> times;
  const auto began = std::chrono::steady_clock::now();
  const auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
  while (passed() < seconds + 0.5) {
    stream.record(start);
    if (!call<slot::ExecutionContext::enqueueV3>(abi, context.get(), stream.get())) return 1;
    stream.record(end);
    stream.synchronize();
    if (passed() > 0.5) times.push_back(end.since(start));
  }
  std::sort(times.begin(), times.end());
  std::printf("{\"computeMs\":{\"median\":%f,\"p99\":%f},\"count\":%zu}\n", times[times.size() / 2], times[times.size() * 99 / 100], times.size());
}
