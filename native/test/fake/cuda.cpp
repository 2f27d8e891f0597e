// A CUDA driver for tests: memory is the host's, and streams carry a clock of their own that work and copies advance, so
// that every time a measurement reads is known beforehand. Built as libcuda.so.1.
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <map>
#include <mutex>
#include <string>

namespace {

struct Graph {
  double milliseconds = 0;
};
struct Stream {
  double now = 0;
  Graph* capturing = nullptr;
};
struct Event {
  double at = 0;
};

constexpr int good = 0, out_of_memory = 2, illegal_address = 700, capture_unsupported = 900;
struct Words {
  int error;
  const char* name;
  const char* text;
};
constexpr Words words[] = {
    {out_of_memory, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {illegal_address, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {capture_unsupported, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted when stream is capturing"},
};
const Words& words_of(int error) {
  return *std::find_if(std::begin(words), std::end(words), [&](const Words& one) { return one.error == error; });
}

/// A gigabyte takes a second.
constexpr double milliseconds_per_byte = 1e-6;

bool fault(const char* name) {
  const char* wanted = std::getenv("LATHE_FAKE_FAULT");
  return wanted != nullptr && std::string(wanted) == name;
}

/// How often each function was called, as `name count` lines.
std::map<std::string, int> calls;
std::mutex calls_mutex;
void called(const char* name) {
  const std::lock_guard<std::mutex> lock(calls_mutex);
  ++calls[name];
}

/// What the host has waited for: nothing that it asks for afterwards begins earlier.
double host = 0;
double& clock_of(void* stream) {
  auto& now = static_cast<Stream*>(stream)->now;
  return now = std::max(now, host);
}

int copy(void* to, const void* from, std::size_t bytes, void* stream) {
  std::memcpy(to, from, bytes);
  clock_of(stream) += static_cast<double>(bytes) * milliseconds_per_byte;
  return good;
}

void work(void* stream, double milliseconds) {
  auto* capturing = static_cast<Stream*>(stream)->capturing;
  (capturing != nullptr ? capturing->milliseconds : clock_of(stream)) += milliseconds;
}

}  // namespace

extern "C" {

/// What a kernel does: it takes its time, now or, while a graph is captured, at each launch of it.
void lathe_fake_work(void* stream, double milliseconds) {
  called("kernels");
  work(stream, milliseconds);
}

/// Functions called since the last time, each with how often; those that are called once for a process are left out.
const char* lathe_fake_calls() {
  static std::string text;
  const std::lock_guard<std::mutex> lock(calls_mutex);
  text.clear();
  for (const auto& [name, count] : calls) text += name + " " + std::to_string(count) + "\n";
  calls.clear();
  return text.c_str();
}

int cuInit(unsigned) { return good; }
int cuDriverGetVersion(int* version) { return *version = 13000, good; }
int cuDeviceGetCount(int* count) { return *count = 1, good; }
int cuDeviceGet(int* device, int) { return *device = 0, good; }
int cuDeviceGetName(char* name, int length, int) { return std::strncpy(name, "Imaginary GPU", static_cast<std::size_t>(length)), good; }
int cuDeviceTotalMem_v2(std::size_t* bytes, int) { return *bytes = std::size_t{16} << 30, good; }
int cuDeviceGetAttribute(int* value, int attribute, int) { return *value = attribute == 75 ? 9 : attribute == 76 ? 0 : 100, good; }
int cuDeviceGetPCIBusId(char* text, int length, int) { return std::strncpy(text, "0000:01:00.0", static_cast<std::size_t>(length)), good; }
int cuDevicePrimaryCtxRetain(void** context, int) { return *context = context, good; }
int cuDevicePrimaryCtxRelease_v2(int) { return good; }
int cuCtxSetCurrent(void*) {
  called(__func__);
  return good;
}
int cuMemGetInfo_v2(std::size_t* unused, std::size_t* total) {
  called(__func__);
  return *unused = *total = std::size_t{16} << 30, good;
}
int cuMemAlloc_v2(unsigned long long* address, std::size_t bytes) {
  called(__func__);
  if (fault("memory")) return out_of_memory;
  return *address = reinterpret_cast<unsigned long long>(std::malloc(bytes)), good;
}
int cuMemFree_v2(unsigned long long address) {
  called(__func__);
  return std::free(reinterpret_cast<void*>(address)), good;
}
int cuMemAllocHost_v2(void** address, std::size_t bytes) {
  called(__func__);
  return *address = std::malloc(bytes), good;
}
int cuMemFreeHost(void* address) {
  called(__func__);
  return std::free(address), good;
}
int cuMemcpyHtoDAsync_v2(unsigned long long to, const void* from, std::size_t bytes, void* stream) {
  called(__func__);
  return copy(reinterpret_cast<void*>(to), from, bytes, stream);
}
int cuMemcpyDtoHAsync_v2(void* to, unsigned long long from, std::size_t bytes, void* stream) {
  called(__func__);
  return copy(to, reinterpret_cast<const void*>(from), bytes, stream);
}
int cuStreamCreate(void** stream, unsigned) {
  called(__func__);
  return *stream = new Stream, good;
}
int cuStreamDestroy_v2(void* stream) {
  called(__func__);
  return delete static_cast<Stream*>(stream), good;
}
int cuStreamSynchronize(void* stream) {
  called(__func__);
  return host = clock_of(stream), good;
}
int cuStreamWaitEvent(void* stream, void* event, unsigned) {
  called(__func__);
  auto& now = clock_of(stream);
  return now = std::max(now, static_cast<Event*>(event)->at), good;
}
int cuStreamBeginCapture_v2(void* stream, int) {
  called(__func__);
  return static_cast<Stream*>(stream)->capturing = new Graph, good;
}
int cuStreamEndCapture(void* stream, void** graph) {
  called(__func__);
  auto* on = static_cast<Stream*>(stream);
  *graph = on->capturing;
  on->capturing = nullptr;
  if (!fault("capture")) return good;
  delete static_cast<Graph*>(*graph);
  *graph = nullptr;
  return capture_unsupported;
}
int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
  called(__func__);
  return *executable = new Graph(*static_cast<Graph*>(graph)), good;
}
int cuGraphLaunch(void* executable, void* stream) {
  called(__func__);
  return work(stream, static_cast<Graph*>(executable)->milliseconds), good;
}
int cuGraphDestroy(void* graph) {
  called(__func__);
  return delete static_cast<Graph*>(graph), good;
}
int cuGraphExecDestroy(void* executable) {
  called(__func__);
  return delete static_cast<Graph*>(executable), good;
}
int cuEventCreate(void** event, unsigned) {
  called(__func__);
  return *event = new Event, good;
}
int cuEventDestroy_v2(void* event) {
  called(__func__);
  return delete static_cast<Event*>(event), good;
}
int cuEventRecord(void* event, void* stream) {
  called(__func__);
  return static_cast<Event*>(event)->at = clock_of(stream), good;
}
/// Takes a moment, so that a measurement for a time does not run millions of inferences.
int cuEventSynchronize(void* event) {
  called(__func__);
  // What a kernel did is told to whoever waits for it.
  if (fault("kernel")) return illegal_address;
  host = std::max(host, static_cast<Event*>(event)->at);
  return usleep(200), good;
}
int cuEventElapsedTime(float* milliseconds, void* from, void* to) {
  called(__func__);
  return *milliseconds = static_cast<float>(static_cast<Event*>(to)->at - static_cast<Event*>(from)->at), good;
}
int cuGetErrorName(int error, const char** name) {
  return *name = words_of(error).name, good;
}
int cuGetErrorString(int error, const char** text) {
  return *text = words_of(error).text, good;
}
}
