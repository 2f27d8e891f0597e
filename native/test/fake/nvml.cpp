// NVIDIA's management library for tests: a GPU that draws 200 W, whose counter of energy moves every 10 ms. Built as
// libnvidia-ml.so.1.
#include <chrono>
#include <cstdlib>
#include <cstring>

namespace {

struct Utilization {
  unsigned gpu, memory;
};
struct Memory {
  unsigned long long total, unused, used;
};

constexpr unsigned watts = 200;

unsigned long long ticks() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<unsigned long long>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count() / 10);
}

}  // namespace

extern "C" {

int nvmlInit_v2() { return 0; }
int nvmlSystemGetDriverVersion(char* text, unsigned length) { return std::strncpy(text, "999.1", length), 0; }
int nvmlDeviceGetHandleByPciBusId_v2(const char* bus, void** device) {
  *device = device;
  return std::strcmp(bus, "0000:01:00.0") == 0 ? 0 : 6;
}
int nvmlDeviceGetPowerUsage(void*, unsigned* milliwatts) { return *milliwatts = watts * 1000, 0; }
int nvmlDeviceGetTotalEnergyConsumption(void*, unsigned long long* millijoules) {
  return *millijoules = ticks() * 10 * watts, 0;
}
int nvmlDeviceGetClockInfo(void*, int type, unsigned* megahertz) { return *megahertz = type == 2 ? 2619 : 1500, 0; }
int nvmlDeviceGetMaxClockInfo(void*, int type, unsigned* megahertz) { return *megahertz = type == 2 ? 2619 : 1980, 0; }
int nvmlDeviceGetTemperature(void*, int, unsigned* celsius) { return *celsius = 44, 0; }
int nvmlDeviceGetUtilizationRates(void*, Utilization* rates) { return *rates = {93, 10}, 0; }
int nvmlDeviceGetMemoryInfo(void*, Memory* memory) { return *memory = {16ull << 30, 15ull << 30, 1ull << 30}, 0; }
int nvmlDeviceGetCurrentClocksThrottleReasons(void*, unsigned long long* reasons) {
  const char* wanted = std::getenv("LATHE_FAKE_THROTTLE");
  return *reasons = wanted == nullptr ? 0 : std::strtoull(wanted, nullptr, 16), 0;
}
int nvmlDeviceGetEnforcedPowerLimit(void*, unsigned* milliwatts) { return *milliwatts = 700000, 0; }
}
