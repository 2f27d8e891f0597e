#include "count_operator.h"

#include <stdexcept>

namespace lathe::onnxruntime {

/// What ONNX Runtime holds, and whose it is.
struct CountOperator::Operator {
  CustomOperator table;
  CountOperator* owner;
};

/// One node of a model.
struct CountOperator::Kernel {
  CountOperator* owner;
  std::size_t tensor;

  void compute(KernelContext* context) const {
    const Api& api = owner->api_;
    const std::int64_t three = 3;
    Value* output = nullptr;
    void* to = nullptr;
    // Without an output there is nothing to say it in; ONNX Runtime tells of an output that was not made.
    if (!api.is_well(api.kernel_output(context, 0, &three, 1, &output)) || !api.is_well(api.data_of(output, &to))) return;
    auto* found = static_cast<double*>(to);
    found[0] = found[1] = 0;
    found[2] = kFailed;
    try {
      const Value* input = nullptr;
      TypeAndShape* made = nullptr;
      std::size_t size = 0;
      void* values = nullptr;
      api.require(api.kernel_input(context, 0, &input));
      api.require(api.type_and_shape(input, &made));
      const std::unique_ptr<TypeAndShape, void (*)(TypeAndShape*)> shape(made, api.release_type_and_shape);
      api.require(api.element_count(made, &size));
      api.require(api.data_of(const_cast<Value*>(input), &values));
      const Extremes extremes = owner->histograms_->add(tensor, static_cast<const float*>(values), size);
      found[0] = extremes.min;
      found[1] = extremes.max;
      found[2] = static_cast<double>(extremes.not_finite);
    } catch (...) {
      // Who reads the output sees that it failed.
    }
  }
};

const CountOperator::Operator& CountOperator::of(const CustomOperator* given) {
  return *reinterpret_cast<const Operator*>(given);
}

CountOperator::CountOperator(const Api& api) : api_(api), operator_(new Operator{{}, this}) {
  CustomOperator& table = operator_->table;
  table.version = kTableVersion;
  table.create_kernel = [](const CustomOperator* given, const void*, const KernelInfo* info) -> void* {
    CountOperator* owner = of(given).owner;
    std::int64_t tensor = 0;
    owner->api_.is_well(owner->api_.whole_attribute(info, "tensor", &tensor));
    return new Kernel{owner, static_cast<std::size_t>(tensor)};
  };
  table.name = [](const CustomOperator*) { return "Count"; };
  table.provider = [](const CustomOperator*) -> const char* { return nullptr; };
  table.input_type = [](const CustomOperator*, std::size_t) { return kFloat; };
  table.input_count = [](const CustomOperator*) -> std::size_t { return 1; };
  table.output_type = [](const CustomOperator*, std::size_t) { return kDouble; };
  table.output_count = [](const CustomOperator*) -> std::size_t { return 1; };
  table.compute = [](void* kernel, KernelContext* context) { static_cast<Kernel*>(kernel)->compute(context); };
  table.destroy_kernel = [](void* kernel) { delete static_cast<Kernel*>(kernel); };
  table.input_presence = [](const CustomOperator*, std::size_t) { return 0; };
  table.output_presence = [](const CustomOperator*, std::size_t) { return 0; };
  api_.require(api_.create_custom_operators("lathe", &domain_));
  api_.require(api_.add_custom_operator(domain_, &table));
}

CountOperator::~CountOperator() {
  if (domain_ != nullptr) api_.release_custom_operators(domain_);
}

void CountOperator::add_to(SessionOptions* options) const { api_.require(api_.add_custom_operators(options, domain_)); }

CountOperator::Into::Into(CountOperator& counting, HistogramSet& histograms) : counting_(counting) {
  const std::lock_guard<std::mutex> lock(counting_.mutex_);
  if (counting_.runs_ > 0 && counting_.histograms_ != &histograms) throw std::logic_error("two sets of histograms at once");
  counting_.histograms_ = &histograms;
  counting_.runs_ += 1;
}

CountOperator::Into::~Into() {
  const std::lock_guard<std::mutex> lock(counting_.mutex_);
  counting_.runs_ -= 1;
}

}  // namespace lathe::onnxruntime
