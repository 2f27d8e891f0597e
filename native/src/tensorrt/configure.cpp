#include "configure.h"

#include <stdexcept>

namespace lathe::tensorrt {

namespace {

struct Flag {
  const char* option;
  Enumerator value;
  bool wanted;
};

[[noreturn]] void refuse(const Library& library, const std::string& option) {
  throw std::runtime_error(library.name() + " has no option for " + option);
}

}  // namespace

void configure(const Library& library, void* config, const BuildOptions& options) {
  const auto abi = library.abi();
  const Flag flags[] = {
      {"FP16 by builder flag", enums::flag_fp16, options.fp16},
      {"BF16 by builder flag", enums::flag_bf16, options.bf16},
      {"INT8 by builder flag", enums::flag_int8, options.int8},
      {"sparse weights", enums::flag_sparse_weights, options.sparse_weights},
      {"version compatibility", enums::flag_version_compatible, options.version_compatible},
      {"refitting", enums::flag_refit, options.refit},
      {"stripping weights", enums::flag_strip_plan, options.strip_plan},
      // Only refittable weights are stripped; those that come back are the same where no others were asked for.
      {"taking its own weights back", enums::flag_refit_identical, options.strip_plan && !options.refit},
  };
  // RTX has the first of these as an enumerator that it does not serve, and passes over the second.
  if (library.rtx() && options.version_compatible) refuse(library, "version compatibility");
  if (library.rtx() && options.ampere_plus) refuse(library, "hardware compatibility: its engines run on every RTX GPU");
  for (const auto& flag : flags) {
    if (!flag.wanted) continue;
    if (flag.value.in(abi) < 0) refuse(library, flag.option);
    call<slot::BuilderConfig::setFlag>(abi, config, flag.value.in(abi));
  }
  const auto tf32 = enums::flag_tf32.in(abi);
  if (options.tf32) call<slot::BuilderConfig::setFlag>(abi, config, tf32);
  else call<slot::BuilderConfig::clearFlag>(abi, config, tf32);

  if (options.ampere_plus)
    call<slot::BuilderConfig::setHardwareCompatibilityLevel>(abi, config, enums::hardware_ampere_plus.in(abi));
  if (options.workspace_bytes > 0)
    call<slot::BuilderConfig::setMemoryPoolLimit>(abi, config, enums::pool_workspace.in(abi),
                                                  static_cast<std::size_t>(options.workspace_bytes));
  if (options.optimization_level) call<slot::BuilderConfig::setBuilderOptimizationLevel>(abi, config, *options.optimization_level);
  if (options.timing_iterations) call<slot::BuilderConfig::setAvgTimingIterations>(abi, config, *options.timing_iterations);
  const auto verbosity = options.detailed ? enums::verbosity_detailed : enums::verbosity_names;
  call<slot::BuilderConfig::setProfilingVerbosity>(abi, config, verbosity.in(abi));
}

void choose_accelerator(const Library& library, void* builder, void* config, const BuildOptions& options) {
  if (!options.dla_core) return;
  const auto abi = library.abi();
  // RTX serves GPUs alone.
  const int cores = library.rtx() ? 0 : call<slot::Builder::getNbDLACores>(abi, builder);
  if (*options.dla_core < 0 || *options.dla_core >= cores) {
    const auto there = cores == 0 ? "this device has none" : "this device has " + std::to_string(cores) + ", counted from 0";
    throw std::runtime_error("there is no DLA core " + std::to_string(*options.dla_core) + ": " + there);
  }
  call<slot::BuilderConfig::setDefaultDeviceType>(abi, config, enums::device_dla.in(abi));
  call<slot::BuilderConfig::setDLACore>(abi, config, *options.dla_core);
  if (options.gpu_fallback) call<slot::BuilderConfig::setFlag>(abi, config, enums::flag_gpu_fallback.in(abi));
}

std::uint32_t network_flags(const Library& library, const BuildOptions& options) {
  const auto abi = library.abi();
  std::uint32_t bits = 0;
  if (abi == Abi::trt8) bits |= 1u << enums::network_explicit_batch.in(abi);
  if (options.strongly_typed) {
    if (enums::network_strongly_typed.in(abi) < 0) refuse(library, "strong typing");
    bits |= 1u << enums::network_strongly_typed.in(abi);
  }
  return bits;
}

}  // namespace lathe::tensorrt
