// Frames between the gateway and the process that holds an engine, as electron/deploy/engine/frame.ts lays them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lathe::serving {

enum class Kind : std::uint32_t { hello, described, infer, inferred, failure };

struct FramedTensor {
  std::uint32_t index = 0;
  /// Its place in the list of the protocol's types (electron/deploy/protocol/datatype.ts).
  std::uint32_t datatype = 0;
  std::vector<std::uint32_t> dims;
  const char* data = nullptr;
  std::size_t bytes = 0;
};

/// Tensors are views on the bytes that it was read from.
struct Frame {
  Kind kind = Kind::failure;
  std::uint32_t id = 0;
  std::vector<std::uint32_t> numbers;
  std::vector<FramedTensor> tensors;
  std::string text;
};

/// Bytes before the words and tensors, of which the first four say how long the whole frame is.
constexpr std::size_t kFixedBytes = 20;
/// Tensors begin at multiples of this from the frame's start.
constexpr std::size_t kAlignment = 8;

/// @param start at least four bytes.
std::size_t length_of(const char* start);

/// @param bytes a whole frame. @throws std::runtime_error where it says more than it holds.
Frame read_frame(const char* bytes, std::size_t length);

/// All that comes before the tensors' bytes, with the length of the whole; the tensors follow, each padded to kAlignment.
std::string head_of(const Frame& frame);

constexpr std::size_t aligned(std::size_t bytes) { return (bytes + kAlignment - 1) & ~(kAlignment - 1); }

}  // namespace lathe::serving
