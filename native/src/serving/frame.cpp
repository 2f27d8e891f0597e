#include "frame.h"

#include <cstring>
#include <stdexcept>

namespace lathe::serving {

namespace {

std::uint32_t word_at(const char* bytes, std::size_t place) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes + place * sizeof word, sizeof word);
  return word;
}

/// Words one after the other, as many as there are.
class Words {
 public:
  Words(const char* start, std::size_t count) : start_(start), count_(count) {}
  std::uint32_t next() {
    if (at_ == count_) throw std::runtime_error("a frame ends before what it states");
    return word_at(start_, at_++);
  }
  std::vector<std::uint32_t> list(std::size_t length) {
    if (length > count_ - at_) throw std::runtime_error("a frame ends before what it states");
    std::vector<std::uint32_t> words(length);
    for (auto& word : words) word = next();
    return words;
  }

 private:
  const char* start_;
  std::size_t count_;
  std::size_t at_ = 0;
};

void append(std::string& bytes, std::uint32_t word) { bytes.append(reinterpret_cast<const char*>(&word), sizeof word); }

}  // namespace

std::size_t length_of(const char* start) { return word_at(start, 0); }

Frame read_frame(const char* bytes, std::size_t length) {
  if (length < kFixedBytes || length != length_of(bytes)) throw std::runtime_error("a frame is not as long as it states");
  Frame frame;
  frame.kind = static_cast<Kind>(word_at(bytes, 1));
  frame.id = word_at(bytes, 2);
  const std::size_t word_bytes = std::size_t{word_at(bytes, 3)} * 4;
  const std::size_t text_bytes = word_at(bytes, 4);
  if (word_bytes > length - kFixedBytes || text_bytes > length - kFixedBytes - word_bytes) {
    throw std::runtime_error("a frame ends before what it states");
  }
  Words words(bytes + kFixedBytes, word_bytes / 4);
  frame.numbers = words.list(words.next());
  frame.text.assign(bytes + kFixedBytes + word_bytes, text_bytes);
  std::size_t at = aligned(kFixedBytes + word_bytes + text_bytes);
  const std::size_t count = words.next();
  for (std::size_t place = 0; place < count; ++place) {
    FramedTensor tensor;
    tensor.index = words.next();
    tensor.datatype = words.next();
    tensor.bytes = words.next();
    tensor.dims = words.list(words.next());
    if (at > length || tensor.bytes > length - at) throw std::runtime_error("a frame ends before what it states");
    tensor.data = bytes + at;
    at = aligned(at + tensor.bytes);
    frame.tensors.push_back(std::move(tensor));
  }
  return frame;
}

std::string head_of(const Frame& frame) {
  std::string words;
  append(words, static_cast<std::uint32_t>(frame.numbers.size()));
  for (const auto number : frame.numbers) append(words, number);
  append(words, static_cast<std::uint32_t>(frame.tensors.size()));
  std::size_t data = 0;
  for (const auto& tensor : frame.tensors) {
    append(words, tensor.index);
    append(words, tensor.datatype);
    append(words, static_cast<std::uint32_t>(tensor.bytes));
    append(words, static_cast<std::uint32_t>(tensor.dims.size()));
    for (const auto size : tensor.dims) append(words, size);
    data += aligned(tensor.bytes);
  }
  const std::size_t head = aligned(kFixedBytes + words.size() + frame.text.size());
  std::string bytes;
  bytes.reserve(head);
  append(bytes, static_cast<std::uint32_t>(head + data));
  append(bytes, static_cast<std::uint32_t>(frame.kind));
  append(bytes, frame.id);
  append(bytes, static_cast<std::uint32_t>(words.size() / 4));
  append(bytes, static_cast<std::uint32_t>(frame.text.size()));
  bytes += words;
  bytes += frame.text;
  bytes.resize(head, '\0');
  return bytes;
}

}  // namespace lathe::serving
