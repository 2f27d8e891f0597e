// Which binary interface a TensorRT library speaks, told from the version that it reports.
#pragma once
#include <string>

namespace lathe::tensorrt {

/// 8.6; 10.x; 11.x; TensorRT-RTX 1.x, which is 11.x without what RTX does not support.
enum class Abi { trt8, trt10, trt11, rtx };

/// Whether callbacks carry their name and version throughout, and types come from the model alone.
constexpr bool since_11(Abi abi) { return abi == Abi::trt11 || abi == Abi::rtx; }

struct Version {
  int major = 0;
  int minor = 0;
  int patch = 0;
};

/// Decodes getInferLibVersion(): below 10.0 it is major * 1000 + minor * 100 + patch, from then on
/// major * 10000 + minor * 100 + patch. TensorRT-RTX uses the newer form with a major of its own (1).
Version decode_version(int encoded, bool rtx);

std::string to_string(const Version& version);

/// @throws std::runtime_error with a sentence for people where Lathe does not know the interface of this version.
Abi abi_of(const Version& version, bool rtx);

}  // namespace lathe::tensorrt
