// Values of enumerators: each line of enums.inc against the header's.
#include <NvInfer.h>
#include <NvOnnxParser.h>

#include "../src/tensorrt/enums.h"
#include "report.h"

// Enumerations that a series lacks altogether, so that their lines find them empty.
namespace nvinfer1 {
#if LATHE_SERIES == 8
enum class ExecutionContextAllocationStrategy : std::int32_t;
enum class APILanguage : std::int32_t;
#endif
#if LATHE_SERIES == 11
enum class CalibrationAlgoType : std::int32_t;
#endif
}  // namespace nvinfer1

namespace oracle {

namespace {

template <class Real, class Probe>
void check(Probe probe, lathe::tensorrt::Enumerator declared, const char* name) {
  const int value = declared.in(abi);
  if constexpr (std::is_invocable_v<Probe, Real>) {
    if (value < 0) return expect(false, name, "the header has this enumerator, and no value is declared");
    expect(static_cast<int>(probe(Real{})) == value, name, "its value differs");
  } else {
    expect(value < 0, name, "the header has no such enumerator");
  }
}

}  // namespace

void compare_enums() {
#define LATHE_ENUM(tag, enumeration, enumerator, trt8, trt10, trt11)                               \
  check<nvinfer1::enumeration>([](auto any) -> decltype(decltype(any)::enumerator) { return decltype(any)::enumerator; }, \
                               lathe::tensorrt::enums::tag, #enumeration "::" #enumerator);
#include "../src/tensorrt/enums.inc"

  using lathe::tensorrt::Severity;
  using Real = nvinfer1::ILogger::Severity;
  expect(static_cast<int>(Real::kINTERNAL_ERROR) == static_cast<int>(Severity::internal_error), "Severity", "differs");
  expect(static_cast<int>(Real::kERROR) == static_cast<int>(Severity::error), "Severity", "differs");
  expect(static_cast<int>(Real::kWARNING) == static_cast<int>(Severity::warning), "Severity", "differs");
  expect(static_cast<int>(Real::kINFO) == static_cast<int>(Severity::info), "Severity", "differs");
  expect(static_cast<int>(Real::kVERBOSE) == static_cast<int>(Severity::verbose), "Severity", "differs");
}

}  // namespace oracle
