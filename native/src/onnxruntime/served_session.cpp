#include "served_session.h"

#include <stdexcept>

namespace lathe::onnxruntime {

namespace {

constexpr int kErrors = 3;

/// It is one for the process; ONNX Runtime counts who holds it.
const Environment* environment(const Api& api) {
  Environment* made = nullptr;
  api.require(api.create_environment(kErrors, "lathe", &made));
  return made;
}

Session* open_session(const Api& api, const std::string& path, const ServedOptions& wanted) {
  static const Environment* const shared = environment(api);
  constexpr int kAll = 99, kNone = 0;
  SessionOptions* made = nullptr;
  api.require(api.create_session_options(&made));
  const std::unique_ptr<SessionOptions, void (*)(SessionOptions*)> options(made, api.release_session_options);
  api.require(api.set_log_severity(made, kErrors));
  api.require(api.set_intra_threads(made, wanted.threads));
  api.require(api.set_optimization(made, wanted.optimize ? kAll : kNone));
  for (const auto& [key, value] : wanted.configuration) api.require(api.add_configuration(made, key.c_str(), value.c_str()));
  Session* session = nullptr;
  api.require(api.create_session(shared, path.c_str(), made, &session));
  return session;
}

ServedPort port_of(const Api& api, const char* name, const TypeInfo* type) {
  ServedPort port;
  port.name = name;
  const TypeAndShape* tensor = nullptr;
  api.require(api.tensor_of(type, &tensor));
  if (tensor == nullptr) return port;
  std::size_t rank = 0;
  api.require(api.element_type(tensor, &port.element_type));
  api.require(api.rank_of(tensor, &rank));
  port.dims.resize(rank);
  std::vector<const char*> names(rank, nullptr);
  api.require(api.dims_of(tensor, port.dims.data(), rank));
  api.require(api.names_of_dims(tensor, names.data(), rank));
  for (const char* one : names) port.names.emplace_back(one == nullptr ? "" : one);
  return port;
}

std::vector<ServedPort> ports_of(const Api& api, const Session* session, Status* (*count_of)(const Session*, std::size_t*),
                                 Status* (*name_of)(const Session*, std::size_t, Allocator*, char**),
                                 Status* (*type_of)(const Session*, std::size_t, TypeInfo**)) {
  std::size_t count = 0;
  Allocator* allocator = nullptr;
  api.require(count_of(session, &count));
  api.require(api.default_allocator(&allocator));
  std::vector<ServedPort> ports;
  for (std::size_t place = 0; place < count; ++place) {
    TypeInfo* made = nullptr;
    api.require(type_of(session, place, &made));
    const std::unique_ptr<TypeInfo, void (*)(TypeInfo*)> type(made, api.release_type_info);
    char* given = nullptr;
    api.require(name_of(session, place, allocator, &given));
    const auto give_back = [&](char* text) { api.is_well(api.free(allocator, text)); };
    const std::unique_ptr<char, decltype(give_back)> name(given, give_back);
    ports.push_back(port_of(api, name.get(), type.get()));
  }
  return ports;
}

}  // namespace

std::size_t width_of(int element_type) {
  switch (element_type) {
    case 2:   // uint8
    case 3:   // int8
    case 9:   // bool
      return 1;
    case 4:   // uint16
    case 5:   // int16
    case 10:  // float16
      return 2;
    case 1:   // float
    case 6:   // int32
    case 12:  // uint32
      return 4;
    case 7:   // int64
    case 11:  // double
    case 13:  // uint64
      return 8;
    default:
      return 0;
  }
}

ServedSession::ServedSession(const std::string& library, const std::string& path, const ServedOptions& options)
    : api_(Api::open(library)), session_(open_session(api_, path, options)) {
  constexpr int kArena = 1, kDefault = 0;
  try {
    api_.require(api_.create_cpu_memory(kArena, kDefault, &memory_));
    inputs_ = ports_of(api_, session_, api_.input_count, api_.input_name, api_.input_type);
    outputs_ = ports_of(api_, session_, api_.output_count, api_.output_name, api_.output_type);
  } catch (...) {
    if (memory_ != nullptr) api_.release_memory(memory_);
    api_.release_session(session_);
    throw;
  }
}

ServedSession::~ServedSession() {
  forget();
  api_.release_memory(memory_);
  api_.release_session(session_);
}

void ServedSession::forget() {
  for (auto* value : values_) {
    if (value != nullptr) api_.release_value(value);
  }
  values_.clear();
  results_.clear();
}

const std::vector<PlacedTensor>& ServedSession::run(const std::vector<PlacedTensor>& tensors, const std::vector<std::size_t>& wanted) {
  forget();
  // ONNX Runtime refuses a run that nothing is wanted of.
  if (wanted.empty()) return results_;
  std::vector<std::unique_ptr<Value, void (*)(Value*)>> owned;
  std::vector<const Value*> given;
  std::vector<const char*> input_names, output_names;
  for (const auto& tensor : tensors) {
    const auto& port = inputs_.at(tensor.place);
    Value* value = nullptr;
    api_.require(api_.create_tensor_over(memory_, const_cast<void*>(tensor.data), tensor.bytes, tensor.dims.data(), tensor.dims.size(),
                                         port.element_type, &value));
    owned.emplace_back(value, api_.release_value);
    given.push_back(value);
    input_names.push_back(port.name.c_str());
  }
  for (const auto place : wanted) output_names.push_back(outputs_.at(place).name.c_str());
  values_.assign(wanted.size(), nullptr);
  api_.require(api_.run(session_, nullptr, input_names.data(), given.data(), given.size(), output_names.data(), output_names.size(),
                        values_.data()));
  for (std::size_t index = 0; index < wanted.size(); ++index) {
    TypeAndShape* made = nullptr;
    api_.require(api_.type_and_shape(values_[index], &made));
    const std::unique_ptr<TypeAndShape, void (*)(TypeAndShape*)> shape(made, api_.release_type_and_shape);
    std::size_t rank = 0, count = 0;
    int type = 0;
    void* data = nullptr;
    api_.require(api_.element_type(made, &type));
    api_.require(api_.rank_of(made, &rank));
    std::vector<std::int64_t> dims(rank);
    api_.require(api_.dims_of(made, dims.data(), rank));
    api_.require(api_.element_count(made, &count));
    api_.require(api_.data_of(values_[index], &data));
    if (type != outputs_[wanted[index]].element_type) throw std::runtime_error("an output came with another type than the model states");
    results_.push_back({wanted[index], std::move(dims), data, count * width_of(type)});
  }
  return results_;
}

}  // namespace lathe::onnxruntime
