// A CUDA driver for tests: memory is the host's, and streams carry a clock of their own that work and copies advance, so
// that every time a measurement reads is known beforehand. Built as libcuda.so.1.
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

namespace {

struct Graph {
  double milliseconds = 0;
};
struct Stream {
  double now = 0;
  Graph* capturing = nullptr;
  /// Events recorded and waits.
  int marks = 0;
};
int marked_streams = 0;
struct Event {
  double at = 0;
};

constexpr int good = 0, out_of_memory = 2, capture_unsupported = 900;

/// A gigabyte takes a second.
constexpr double milliseconds_per_byte = 1e-6;

bool fault(const char* name) {
  const char* wanted = std::getenv("LATHE_FAKE_FAULT");
  return wanted != nullptr && std::string(wanted) == name;
}

void mark(Stream& stream) { marked_streams += stream.marks++ == 0 ? 1 : 0; }

int copy(void* to, const void* from, std::size_t bytes, void* stream) {
  std::memcpy(to, from, bytes);
  static_cast<Stream*>(stream)->now += static_cast<double>(bytes) * milliseconds_per_byte;
  return good;
}

}  // namespace

extern "C" {

/// What a kernel does: it takes its time, now or, while a graph is captured, at each launch of it.
void lathe_fake_work(void* stream, double milliseconds) {
  auto* on = static_cast<Stream*>(stream);
  (on->capturing != nullptr ? on->capturing->milliseconds : on->now) += milliseconds;
}

/// Streams since the last call that an event was recorded on or that waited for one.
int lathe_fake_marked_streams() { return std::exchange(marked_streams, 0); }

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
int cuCtxSetCurrent(void*) { return good; }
int cuMemGetInfo_v2(std::size_t* unused, std::size_t* total) { return *unused = *total = std::size_t{16} << 30, good; }
int cuMemAlloc_v2(unsigned long long* address, std::size_t bytes) {
  if (fault("memory")) return out_of_memory;
  return *address = reinterpret_cast<unsigned long long>(std::malloc(bytes)), good;
}
int cuMemFree_v2(unsigned long long address) { return std::free(reinterpret_cast<void*>(address)), good; }
int cuMemAllocHost_v2(void** address, std::size_t bytes) { return *address = std::malloc(bytes), good; }
int cuMemFreeHost(void* address) { return std::free(address), good; }
int cuMemcpyHtoDAsync_v2(unsigned long long to, const void* from, std::size_t bytes, void* stream) {
  return copy(reinterpret_cast<void*>(to), from, bytes, stream);
}
int cuMemcpyDtoHAsync_v2(void* to, unsigned long long from, std::size_t bytes, void* stream) {
  return copy(to, reinterpret_cast<const void*>(from), bytes, stream);
}
int cuStreamCreate(void** stream, unsigned) { return *stream = new Stream, good; }
int cuStreamDestroy_v2(void* stream) { return delete static_cast<Stream*>(stream), good; }
int cuStreamSynchronize(void*) { return good; }
int cuStreamWaitEvent(void* stream, void* event, unsigned) {
  auto* on = static_cast<Stream*>(stream);
  mark(*on);
  if (on->now < static_cast<Event*>(event)->at) on->now = static_cast<Event*>(event)->at;
  return good;
}
int cuStreamBeginCapture_v2(void* stream, int) { return static_cast<Stream*>(stream)->capturing = new Graph, good; }
int cuStreamEndCapture(void* stream, void** graph) {
  auto* on = static_cast<Stream*>(stream);
  *graph = on->capturing;
  on->capturing = nullptr;
  if (!fault("capture")) return good;
  delete static_cast<Graph*>(*graph);
  *graph = nullptr;
  return capture_unsupported;
}
int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
  return *executable = new Graph(*static_cast<Graph*>(graph)), good;
}
int cuGraphLaunch(void* executable, void* stream) {
  lathe_fake_work(stream, static_cast<Graph*>(executable)->milliseconds);
  return good;
}
int cuGraphDestroy(void* graph) { return delete static_cast<Graph*>(graph), good; }
int cuGraphExecDestroy(void* executable) { return delete static_cast<Graph*>(executable), good; }
int cuEventCreate(void** event, unsigned) { return *event = new Event, good; }
int cuEventDestroy_v2(void* event) { return delete static_cast<Event*>(event), good; }
int cuEventRecord(void* event, void* stream) {
  mark(*static_cast<Stream*>(stream));
  return static_cast<Event*>(event)->at = static_cast<Stream*>(stream)->now, good;
}
/// Takes a moment, so that a measurement for a time does not run millions of inferences.
int cuEventSynchronize(void*) { return usleep(200), good; }
int cuEventElapsedTime(float* milliseconds, void* from, void* to) {
  return *milliseconds = static_cast<float>(static_cast<Event*>(to)->at - static_cast<Event*>(from)->at), good;
}
int cuGetErrorName(int error, const char** name) {
  return *name = error == out_of_memory ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", good;
}
int cuGetErrorString(int error, const char** text) {
  return *text = error == out_of_memory ? "out of memory" : "operation not permitted when stream is capturing", good;
}
}
