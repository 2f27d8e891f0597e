// Frames come back as they were laid, and none is believed that says more than it holds.
#include <cstring>
#include <stdexcept>

#include "../src/serving/frame.h"
#include "check.h"

using namespace lathe::serving;

namespace {

const float kValues[] = {1, 2, 3};
const char kOdd[] = "abcde";

Frame example() {
  Frame frame;
  frame.kind = Kind::infer;
  frame.id = 77;
  frame.numbers = {0, 2};
  frame.text = "note";
  frame.tensors = {{1, 10, {1, 3}, reinterpret_cast<const char*>(kValues), sizeof kValues}, {0, 1, {5}, kOdd, 5}};
  return frame;
}

std::string laid(const Frame& frame) {
  std::string bytes = head_of(frame);
  for (const auto& tensor : frame.tensors) {
    bytes.append(tensor.data, tensor.bytes);
    bytes.resize(aligned(bytes.size()), '\0');
  }
  return bytes;
}

bool refused(const std::string& bytes) {
  try {
    read_frame(bytes.data(), bytes.size());
    return false;
  } catch (const std::runtime_error&) {
    return true;
  }
}

}  // namespace

TEST("a frame is read as it was laid") {
  const std::string bytes = laid(example());
  EXPECT(length_of(bytes.data()) == bytes.size());
  const Frame frame = read_frame(bytes.data(), bytes.size());
  EXPECT(frame.kind == Kind::infer && frame.id == 77 && frame.text == "note");
  EXPECT((frame.numbers == std::vector<std::uint32_t>{0, 2}));
  EXPECT(frame.tensors.size() == 2);
  const auto& [index, datatype, dims, data, size] = frame.tensors[0];
  EXPECT(index == 1 && datatype == 10 && size == sizeof kValues);
  EXPECT((dims == std::vector<std::uint32_t>{1, 3}));
  EXPECT(std::memcmp(data, kValues, size) == 0);
  EXPECT((data - bytes.data()) % static_cast<long>(kAlignment) == 0);
  EXPECT(std::string(frame.tensors[1].data, frame.tensors[1].bytes) == kOdd);
}

TEST("a frame that states more than it holds is refused, whichever word says so") {
  const std::string bytes = laid(example());
  EXPECT(refused(bytes.substr(0, bytes.size() - kAlignment)));
  EXPECT(refused(bytes.substr(0, kFixedBytes - 1)));
  const std::size_t words = (kFixedBytes + length_of(bytes.data() + 12) * 4) / 4;
  for (std::size_t place = 0; place < words; ++place) {
    for (const std::uint32_t value : {0xffffffffu, 0x7fffffffu, 0x10000u}) {
      std::string changed = bytes;
      std::memcpy(&changed[place * 4], &value, sizeof value);
      // Kind, id, and what is said of numbers and tensors may be anything; it is only read where it is there.
      if (refused(changed)) continue;
      const Frame frame = read_frame(changed.data(), changed.size());
      for (const auto& tensor : frame.tensors) EXPECT(tensor.data >= changed.data() && tensor.data + tensor.bytes <= changed.data() + changed.size());
    }
  }
}
