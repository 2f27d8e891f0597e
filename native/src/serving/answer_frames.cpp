#include "answer_frames.h"

#ifndef _WIN32
#include <poll.h>
#include <sys/uio.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "frame.h"

namespace lathe::serving {

#ifdef _WIN32
void answer_frames(int, onnxruntime::ServedSession&, const std::string&) {
  throw std::runtime_error("sockets of other processes cannot be read here");
}
#else

namespace {

using onnxruntime::PlacedTensor;
using onnxruntime::ServedSession;

/// Memory for one frame, which lies so that the widest vectors can be loaded from its start.
class Buffer {
 public:
  char* data() { return data_.get(); }
  std::size_t size() const { return size_; }
  /// Keeps the first bytes.
  void grow(std::size_t bytes, std::size_t kept) {
    const std::size_t size = (bytes + kLine - 1) / kLine * kLine;
    std::unique_ptr<char, void (*)(void*)> larger(static_cast<char*>(std::aligned_alloc(kLine, size)), std::free);
    if (!larger) throw std::runtime_error("there is no memory for a request of " + std::to_string(bytes) + " bytes");
    if (kept > 0) std::memcpy(larger.get(), data_.get(), kept);
    data_ = std::move(larger);
    size_ = size;
  }

 private:
  static constexpr std::size_t kLine = 64;
  std::unique_ptr<char, void (*)(void*)> data_{nullptr, std::free};
  std::size_t size_ = 0;
};

/// How many bytes came; 0 where the other side is gone.
std::size_t read_some(int descriptor, char* to, std::size_t most) {
  // Who waits in read() is also woken when the other side takes an answer, right while that should go on to the client.
  pollfd waited{descriptor, POLLIN, 0};
  while (::poll(&waited, 1, -1) < 0 && errno == EINTR) {
  }
  for (;;) {
    const ssize_t count = ::read(descriptor, to, most);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return 0;
  }
}

/// What was read of a socket: the frame that came last, at the buffer's start, and the beginning of the one sent ahead.
struct Received {
  Buffer buffer;
  std::size_t length = 0;
  std::size_t held = 0;
};

/// Whether so many bytes are there now; a read may bring more.
bool fill(int descriptor, Received& received, std::size_t wanted, std::size_t most) {
  while (received.held < wanted) {
    const std::size_t count = read_some(descriptor, received.buffer.data() + received.held, most - received.held);
    if (count == 0) return false;
    received.held += count;
  }
  return true;
}

/// Waits for the next frame, which takes the last one's place. @returns whether one came before the other side was gone.
bool receive(int descriptor, Received& received) {
  auto& [buffer, length, held] = received;
  held -= length;
  if (held > 0) std::memmove(buffer.data(), buffer.data() + length, held);
  length = 0;
  if (!fill(descriptor, received, kFixedBytes, buffer.size())) return false;
  const std::size_t stated = length_of(buffer.data());
  if (stated > buffer.size()) buffer.grow(std::max(stated, buffer.size() * 2), held);
  if (!fill(descriptor, received, stated, stated)) return false;
  length = stated;
  return true;
}

/// Whether all was written.
bool send(int descriptor, std::vector<iovec> parts) {
  constexpr std::size_t kMost = 512;
  std::size_t first = 0;
  while (first < parts.size()) {
    const ssize_t count = ::writev(descriptor, parts.data() + first, static_cast<int>(std::min(parts.size() - first, kMost)));
    if (count < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    auto written = static_cast<std::size_t>(count);
    while (first < parts.size() && written >= parts[first].iov_len) written -= parts[first++].iov_len;
    if (first < parts.size() && written > 0) {
      parts[first].iov_base = static_cast<char*>(parts[first].iov_base) + written;
      parts[first].iov_len -= written;
    }
  }
  return true;
}

bool send(int descriptor, const Frame& frame) {
  static char padding[kAlignment] = {};
  std::string head = head_of(frame);
  std::vector<iovec> parts{{head.data(), head.size()}};
  for (const auto& tensor : frame.tensors) {
    if (tensor.bytes > 0) parts.push_back({const_cast<char*>(tensor.data), tensor.bytes});
    const std::size_t gap = aligned(tensor.bytes) - tensor.bytes;
    if (gap > 0) parts.push_back({padding, gap});
  }
  return send(descriptor, std::move(parts));
}

/// By ONNX's numbers of element types: places in the list of electron/deploy/protocol/datatype.ts.
std::uint32_t datatype_of(int element_type) {
  constexpr std::array<std::uint32_t, 14> kPlaces{0, 10, 1, 5, 2, 6, 7, 8, 13, 0, 9, 11, 3, 4};
  return kPlaces.at(static_cast<std::size_t>(element_type));
}

/// Runs of white space become one blank, as all failures have it.
std::string one_line(const std::string& words) {
  std::string line;
  for (const char letter : words) {
    const bool space = std::strchr(" \t\r\n", letter) != nullptr;
    if (!space) line += letter;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  while (!line.empty() && (line.back() == ' ' || line.back() == '.')) line.pop_back();
  return line;
}

Frame inferred(ServedSession& session, const Frame& asked) {
  std::vector<PlacedTensor> inputs;
  for (const auto& tensor : asked.tensors) {
    if (tensor.index >= session.inputs().size()) throw std::runtime_error("an input came that the model does not have");
    inputs.push_back({tensor.index, {tensor.dims.begin(), tensor.dims.end()}, tensor.data, tensor.bytes});
  }
  std::vector<std::size_t> wanted;
  for (const auto place : asked.numbers) {
    if (place < session.outputs().size()) wanted.push_back(place);
  }
  const auto start = std::chrono::steady_clock::now();
  const auto& results = session.run(inputs, wanted);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  Frame frame;
  frame.kind = Kind::inferred;
  frame.id = asked.id;
  frame.numbers = {static_cast<std::uint32_t>(took.count())};
  for (const auto& [place, dims, data, bytes] : results) {
    const auto datatype = datatype_of(session.outputs()[place].element_type);
    frame.tensors.push_back(
        {static_cast<std::uint32_t>(place), datatype, {dims.begin(), dims.end()}, static_cast<const char*>(data), bytes});
  }
  return frame;
}

}  // namespace

void answer_frames(int descriptor, ServedSession& session, const std::string& what) {
  constexpr std::size_t kFirst = std::size_t{1} << 16;
  Received received;
  received.buffer.grow(kFirst, 0);
  while (receive(descriptor, received)) {
    const Frame asked = read_frame(received.buffer.data(), received.length);
    Frame answer;
    answer.id = asked.id;
    try {
      if (asked.kind != Kind::infer) throw std::runtime_error("this session is open already");
      answer = inferred(session, asked);
    } catch (const std::exception& error) {
      answer.text = "ONNX Runtime could not run " + what + ": " + one_line(error.what()) + ".";
    }
    if (!send(descriptor, answer)) return;
  }
}

#endif

}  // namespace lathe::serving
