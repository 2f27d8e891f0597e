#include "api.h"

#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "../dynamic_library.h"

namespace lathe::onnxruntime {

namespace {

/// What OrtGetApiBase gives.
struct Base {
  void* const* (*table)(std::uint32_t version);
  const char* (*version)();
};

template <class Function>
void take(void* const* table, std::size_t place, Function& function) {
  function = reinterpret_cast<Function>(table[place]);
}

}  // namespace

const Api& Api::open(const std::string& library) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<const Api>> opened;
  const std::lock_guard<std::mutex> lock(mutex);
  auto& api = opened[library];
  if (!api) api.reset(new Api(library));
  return *api;
}

Api::Api(const std::string& library) {
  const auto base_of = function_of<const Base* (*)()>(load_library(library), "OrtGetApiBase");
  const Base* base = base_of == nullptr ? nullptr : base_of();
  void* const* table = base == nullptr ? nullptr : base->table(kTableVersion);
  if (table == nullptr) throw std::runtime_error(library + " is no ONNX Runtime of 1.10 or newer");
  version_ = base->version();
  // Places counted in onnxruntime_c_api.h, where the versions' last ones are stated: 101 ends version 1, 124 version 3.
  take(table, 2, message_of);
  take(table, 3, create_environment);
  take(table, 7, create_session);
  take(table, 8, create_session_of);
  take(table, 9, run);
  take(table, 10, create_session_options);
  take(table, 19, disable_arena);
  take(table, 22, set_log_severity);
  take(table, 23, set_optimization);
  take(table, 24, set_intra_threads);
  take(table, 26, create_custom_operators);
  take(table, 27, add_custom_operator);
  take(table, 28, add_custom_operators);
  take(table, 30, input_count);
  take(table, 31, output_count);
  take(table, 33, input_type);
  take(table, 34, output_type);
  take(table, 36, input_name);
  take(table, 37, output_name);
  take(table, 49, create_tensor_over);
  take(table, 51, data_of);
  take(table, 55, tensor_of);
  take(table, 60, element_type);
  take(table, 61, rank_of);
  take(table, 62, dims_of);
  take(table, 63, names_of_dims);
  take(table, 64, element_count);
  take(table, 65, type_and_shape);
  take(table, 69, create_cpu_memory);
  take(table, 76, free);
  take(table, 78, default_allocator);
  take(table, 86, whole_attribute);
  take(table, 90, kernel_input);
  take(table, 91, kernel_output);
  take(table, 93, release_status);
  take(table, 94, release_memory);
  take(table, 95, release_session);
  take(table, 96, release_value);
  take(table, 98, release_type_info);
  take(table, 99, release_type_and_shape);
  take(table, 100, release_session_options);
  take(table, 101, release_custom_operators);
  take(table, 130, add_configuration);
}

void Api::require(Status* status) const {
  if (status == nullptr) return;
  const std::string message = message_of(status);
  release_status(status);
  throw std::runtime_error(message);
}

bool Api::is_well(Status* status) const {
  if (status == nullptr) return true;
  release_status(status);
  return false;
}

}  // namespace lathe::onnxruntime
