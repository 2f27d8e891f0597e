// Protocol buffers of ONNX written by hand, as short as they are in tests.
#pragma once
#include <string>

inline std::string number(int tag, int value) { return {static_cast<char>(tag << 3), static_cast<char>(value)}; }

/// Less than 256 bytes.
inline std::string part(int tag, const std::string& bytes) {
  std::string length;
  if (bytes.size() >= 128) length += static_cast<char>((bytes.size() & 127) | 128);
  length += static_cast<char>(bytes.size() >= 128 ? bytes.size() >> 7 : bytes.size());
  return static_cast<char>(tag << 3 | 2) + length + bytes;
}
