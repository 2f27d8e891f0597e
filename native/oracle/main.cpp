// Compares what Lathe declares of TensorRT with NVIDIA's own headers. scripts/slots.mjs compiles it once for each
// version of them, with LATHE_SERIES = 8, 10 or 11.
#include <NvInfer.h>

#include "report.h"

int main() {
  oracle::compare_methods();
  oracle::compare_enums();
  oracle::compare_layouts();
  oracle::compare_callbacks();
  std::printf("TensorRT %d.%d: %d compared, %d wrong\n", NV_TENSORRT_MAJOR, NV_TENSORRT_MINOR, oracle::compared, oracle::wrong);
  return oracle::wrong == 0 ? 0 : 1;
}
