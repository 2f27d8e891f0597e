#include "observed_model.h"

#include <cmath>
#include <stdexcept>

namespace lathe::onnxruntime {

namespace {

/// It is one for the process; ONNX Runtime counts who holds it.
const Environment* environment(const Api& api) {
  constexpr int kErrors = 3;
  Environment* made = nullptr;
  api.require(api.create_environment(kErrors, "lathe", &made));
  return made;
}

Session* open_session(const Api& api, const ModelBytes& model, const ModelOptions& wanted, const CountOperator& counting) {
  static const Environment* const shared = environment(api);
  constexpr int kAll = 99, kNone = 0, kFatal = 4;
  SessionOptions* made = nullptr;
  api.require(api.create_session_options(&made));
  const std::unique_ptr<SessionOptions, void (*)(SessionOptions*)> options(made, api.release_session_options);
  api.require(api.disable_arena(made));
  // Errors come as statuses.
  api.require(api.set_log_severity(made, kFatal));
  api.require(api.set_intra_threads(made, wanted.threads));
  api.require(api.set_optimization(made, wanted.optimize ? kAll : kNone));
  counting.add_to(made);
  for (const auto& [key, value] : wanted.configuration) api.require(api.add_configuration(made, key.c_str(), value.c_str()));
  Session* session = nullptr;
  api.require(model.path.empty() ? api.create_session_of(shared, model.bytes, model.size, made, &session)
                                 : api.create_session(shared, model.path.c_str(), made, &session));
  return session;
}

}  // namespace

ObservedModel::ObservedModel(const std::string& library, const ModelBytes& model, const ModelOptions& options,
                             std::vector<CountedOutput> outputs)
    : api_(Api::open(library)), counting_(api_), outputs_(std::move(outputs)) {
  for (const auto& output : outputs_) output_names_.push_back(output.name.c_str());
  session_ = open_session(api_, model, options, counting_);
  constexpr int kArena = 1, kDefault = 0;
  api_.require(api_.create_cpu_memory(kArena, kDefault, &memory_));
}

ObservedModel::~ObservedModel() {
  if (memory_ != nullptr) api_.release_memory(memory_);
  if (session_ != nullptr) api_.release_session(session_);
}

ObservedModel::Values ObservedModel::infer(const std::vector<Feed>& feeds) {
  Values owned;
  std::vector<const Value*> inputs;
  std::vector<const char*> names;
  for (const auto& feed : feeds) {
    Value* value = nullptr;
    api_.require(api_.create_tensor_over(memory_, const_cast<void*>(feed.data), feed.bytes, feed.dims.data(), feed.dims.size(),
                                         feed.element_type, &value));
    owned.emplace_back(value, api_.release_value);
    inputs.push_back(value);
    names.push_back(feed.name.c_str());
  }
  std::vector<Value*> given(outputs_.size());
  api_.require(api_.run(session_, nullptr, names.data(), inputs.data(), inputs.size(), output_names_.data(), output_names_.size(),
                        given.data()));
  Values outputs;
  for (auto* value : given) outputs.emplace_back(value, api_.release_value);
  return outputs;
}

std::vector<Extremes> ObservedModel::run(const std::vector<Feed>& feeds, HistogramSet& histograms) {
  std::vector<Extremes> extremes(histograms.size(), Extremes{INFINITY, -INFINITY, 0});
  // ONNX Runtime refuses a run that nothing is wanted of.
  if (!outputs_.empty()) {
    const CountOperator::Into into(counting_, histograms);
    const Values outputs = infer(feeds);
    for (std::size_t place = 0; place < outputs_.size(); ++place) {
      void* data = nullptr;
      api_.require(api_.data_of(outputs[place].get(), &data));
      const auto* found = static_cast<const double*>(data);
      if (found[2] == CountOperator::kFailed) throw std::runtime_error("the values of '" + outputs_[place].name + "' could not be counted");
      extremes[outputs_[place].tensor] = {static_cast<float>(found[0]), static_cast<float>(found[1]),
                                          static_cast<std::uint64_t>(found[2])};
    }
  }
  for (const auto& feed : feeds) {
    if (feed.observed) extremes[feed.tensor] = histograms.add(feed.tensor, static_cast<const float*>(feed.data), feed.bytes / sizeof(float));
  }
  return extremes;
}

}  // namespace lathe::onnxruntime
