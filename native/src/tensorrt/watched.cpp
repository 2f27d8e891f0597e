#include "watched.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "loaded_engine.h"
#include "mark_debug.h"

namespace lathe::tensorrt {

namespace {

std::string plain_name(const std::string& told) {
  const std::string end = widened;
  const bool cast = told.size() > end.size() && told.compare(told.size() - end.size(), end.size(), end) == 0;
  return cast ? told.substr(0, told.size() - end.size()) : told;
}

}  // namespace

void Watched::value(const char* name, int type, const Shape& shape, bool on_host, const void* address, void* stream) {
  const auto width = bytes_of_type(abi_, type);
  if (width == 0) return;
  try {
    WatchedValue next{plain_name(name), type, shape, std::vector<char>(element_count(shape) * width)};
    if (on_host) {
      if (!next.bytes.empty()) std::memcpy(next.bytes.data(), address, next.bytes.size());
    } else if (!next.bytes.empty()) {
      const auto& cuda = nvidia::cuda();
      const auto from = reinterpret_cast<nvidia::DevicePointer>(address);
      cuda.check(cuda.copy_out(next.bytes.data(), from, next.bytes.size(), stream), "copying a layer's value from the GPU");
      cuda.check(cuda.stream_synchronize(stream), "waiting for a layer's value");
    }
    const auto same = std::find_if(values_.begin(), values_.end(), [&](const auto& one) { return one.name == next.name; });
    if (same == values_.end()) values_.push_back(std::move(next));
    else *same = std::move(next);
  } catch (const std::exception& error) {
    if (problem_.empty()) problem_ = error.what();
    throw;
  }
}

std::vector<WatchedValue> Watched::take() {
  if (!problem_.empty()) throw std::runtime_error(problem_);
  return std::move(values_);
}

}  // namespace lathe::tensorrt
