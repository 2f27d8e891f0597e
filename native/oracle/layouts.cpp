// Where public classes keep the pointer to their implementation, where their destructors stand, and what a version is.
#include <NvInfer.h>
#include <NvOnnxParser.h>

#include "../src/tensorrt/call.h"
#include "report.h"

namespace oracle {

namespace {

/// Opens a class whose implementation pointer is protected. Only the address of the member is computed.
template <class Class>
struct Opened : Class {
  static std::size_t offset() {
    alignas(16) static unsigned char room[sizeof(Class)];
    auto* object = reinterpret_cast<Opened*>(room);
    return static_cast<std::size_t>(reinterpret_cast<unsigned char*>(&object->mImpl) - room);
  }
};

/// The same for layers, whose pointer has another name.
struct OpenedLayer : nvinfer1::ILayer {
  static std::size_t offset() {
    alignas(16) static unsigned char room[sizeof(nvinfer1::ILayer)];
    auto* object = reinterpret_cast<OpenedLayer*>(room);
    return static_cast<std::size_t>(reinterpret_cast<unsigned char*>(&object->mLayer) - room);
  }
};

struct Mortal : nvinfer1::INoCopy {
  explicit Mortal(bool& gone) : gone(gone) {}
  ~Mortal() override { gone = true; }
  bool& gone;
};

}  // namespace

void compare_layouts() {
#define LATHE_OFFSET(name) \
  expect(Opened<nvinfer1::name>::offset() == lathe::tensorrt::implementation_offset, #name, "its implementation lies elsewhere");
  LATHE_OFFSET(IHostMemory)
  LATHE_OFFSET(IBuilder)
  LATHE_OFFSET(IBuilderConfig)
  LATHE_OFFSET(ITimingCache)
  LATHE_OFFSET(INetworkDefinition)
  LATHE_OFFSET(ITensor)
  LATHE_OFFSET(IOptimizationProfile)
  LATHE_OFFSET(IRuntime)
  LATHE_OFFSET(ICudaEngine)
  LATHE_OFFSET(IExecutionContext)
  LATHE_OFFSET(IEngineInspector)
  LATHE_OFFSET(IRefitter)
  expect(OpenedLayer::offset() == lathe::tensorrt::implementation_offset, "ILayer", "its implementation lies elsewhere");

  bool gone = false;
  lathe::tensorrt::destroy_at(new Mortal(gone), lathe::tensorrt::deleting_destructor);
  expect(gone, "INoCopy's destructor", "its slot differs");

  const int encoded = LATHE_SERIES == 8 ? NV_TENSORRT_MAJOR * 1000 + NV_TENSORRT_MINOR * 100 + NV_TENSORRT_PATCH
                                        : NV_TENSORRT_MAJOR * 10000 + NV_TENSORRT_MINOR * 100 + NV_TENSORRT_PATCH;
  expect(encoded == NV_TENSORRT_VERSION, "NV_TENSORRT_VERSION", "is encoded otherwise");
  const auto version = lathe::tensorrt::decode_version(encoded, false);
  expect(version.major == NV_TENSORRT_MAJOR && version.minor == NV_TENSORRT_MINOR && version.patch == NV_TENSORRT_PATCH,
         "decode_version", "gives another version");
  expect(lathe::tensorrt::abi_of(version, false) == abi, "abi_of", "gives another series");
}

}  // namespace oracle
