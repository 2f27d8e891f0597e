#include "abi.h"

#include <stdexcept>

namespace lathe::tensorrt {

Version decode_version(int encoded, bool rtx) {
  if (!rtx && encoded < 10000) return {encoded / 1000, encoded / 100 % 10, encoded % 100};
  return {encoded / 10000, encoded / 100 % 100, encoded % 100};
}

std::string to_string(const Version& version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor) + "." + std::to_string(version.patch);
}

Abi abi_of(const Version& version, bool rtx) {
  if (rtx) {
    // 1.4 still has the interfaces of TensorRT 10.
    if (version.major == 1 && version.minor >= 5) return Abi::rtx;
    throw std::runtime_error("TensorRT-RTX " + to_string(version) +
                             " is of a series that Lathe does not know; it knows 1.5 and the later 1.x");
  }
  if (version.major == 8 && version.minor == 6) return Abi::trt8;
  if (version.major == 10) return Abi::trt10;
  if (version.major == 11) return Abi::trt11;
  throw std::runtime_error("TensorRT " + to_string(version) + " is of a series that Lathe does not know; it knows 8.6, 10.x and 11.x");
}

}  // namespace lathe::tensorrt
