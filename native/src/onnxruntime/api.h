// The entries of ONNX Runtime's C API that Lathe calls, by their place in its table of functions, which only ever grows.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace lathe::onnxruntime {

struct Allocator;
struct CustomOperator;
struct CustomOperators;
struct Environment;
struct KernelContext;
struct KernelInfo;
struct MemoryInfo;
struct Session;
struct SessionOptions;
struct Status;
struct TypeAndShape;
struct TypeInfo;
struct Value;

/// ONNX Runtime's functions. All but those that release give a status: null where all is well.
class Api {
 public:
  /// Opens the library once for the rest of the process's life. @throws std::runtime_error where it cannot be opened or
  /// is too old.
  static const Api& open(const std::string& library);

  const std::string& version() const { return version_; }

  /// @throws std::runtime_error with ONNX Runtime's own words where the status says that something went wrong.
  void require(Status* status) const;
  /// Forgets what a status says; whether all was well.
  bool is_well(Status* status) const;

  const char* (*message_of)(const Status*);
  Status* (*create_environment)(int severity, const char* name, Environment**);
  Status* (*create_session)(const Environment*, const char* path, const SessionOptions*, Session**);
  Status* (*create_session_of)(const Environment*, const void* model, std::size_t bytes, const SessionOptions*, Session**);
  Status* (*run)(Session*, const void* options, const char* const* input_names, const Value* const* inputs, std::size_t input_count,
                 const char* const* output_names, std::size_t output_count, Value** outputs);
  Status* (*input_count)(const Session*, std::size_t*);
  Status* (*output_count)(const Session*, std::size_t*);
  Status* (*input_type)(const Session*, std::size_t, TypeInfo**);
  Status* (*output_type)(const Session*, std::size_t, TypeInfo**);
  /// The name is the caller's to free.
  Status* (*input_name)(const Session*, std::size_t, Allocator*, char**);
  Status* (*output_name)(const Session*, std::size_t, Allocator*, char**);
  /// Null where it is no tensor; the type's own.
  Status* (*tensor_of)(const TypeInfo*, const TypeAndShape**);
  Status* (*free)(Allocator*, void*);
  Status* (*default_allocator)(Allocator**);
  Status* (*create_session_options)(SessionOptions**);
  Status* (*disable_arena)(SessionOptions*);
  Status* (*set_log_severity)(SessionOptions*, int);
  Status* (*set_optimization)(SessionOptions*, int level);
  Status* (*set_intra_threads)(SessionOptions*, int);
  Status* (*add_configuration)(SessionOptions*, const char* key, const char* value);
  /// Operators of one domain; they and the operators in it have to outlive the sessions that know them.
  Status* (*create_custom_operators)(const char* domain, CustomOperators**);
  Status* (*add_custom_operator)(CustomOperators*, const CustomOperator*);
  Status* (*add_custom_operators)(SessionOptions*, CustomOperators*);
  Status* (*whole_attribute)(const KernelInfo*, const char* name, std::int64_t*);
  Status* (*kernel_input)(const KernelContext*, std::size_t, const Value**);
  Status* (*kernel_output)(KernelContext*, std::size_t, const std::int64_t* dims, std::size_t rank, Value**);
  Status* (*create_tensor_over)(const MemoryInfo*, void* data, std::size_t bytes, const std::int64_t* dims, std::size_t rank, int type,
                                Value**);
  Status* (*data_of)(Value*, void**);
  Status* (*element_type)(const TypeAndShape*, int*);
  Status* (*rank_of)(const TypeAndShape*, std::size_t*);
  Status* (*dims_of)(const TypeAndShape*, std::int64_t* dims, std::size_t rank);
  /// Texts that live as long as what they are of; empty where a size has no name.
  Status* (*names_of_dims)(const TypeAndShape*, const char** names, std::size_t rank);
  Status* (*element_count)(const TypeAndShape*, std::size_t*);
  Status* (*type_and_shape)(const Value*, TypeAndShape**);
  Status* (*create_cpu_memory)(int allocator, int kind, MemoryInfo**);
  void (*release_status)(Status*);
  void (*release_memory)(MemoryInfo*);
  void (*release_session)(Session*);
  void (*release_value)(Value*);
  void (*release_type_info)(TypeInfo*);
  void (*release_type_and_shape)(TypeAndShape*);
  void (*release_session_options)(SessionOptions*);
  void (*release_custom_operators)(CustomOperators*);

 private:
  explicit Api(const std::string& library);
  std::string version_;
};

/// ONNXTensorElementDataType, whose numbers are those of ONNX.
constexpr int kFloat = 1;
constexpr int kDouble = 11;

/// OrtCustomOp as version 10 of the table has it; what later versions add they look for in later ones only.
struct CustomOperator {
  std::uint32_t version;
  /// The first argument of all but the kernel's own functions is the operator itself.
  void* (*create_kernel)(const CustomOperator*, const void* api, const KernelInfo*);
  const char* (*name)(const CustomOperator*);
  /// Null for the processor.
  const char* (*provider)(const CustomOperator*);
  int (*input_type)(const CustomOperator*, std::size_t);
  std::size_t (*input_count)(const CustomOperator*);
  int (*output_type)(const CustomOperator*, std::size_t);
  std::size_t (*output_count)(const CustomOperator*);
  /// Nothing may be thrown out of it.
  void (*compute)(void* kernel, KernelContext*);
  void (*destroy_kernel)(void* kernel);
  /// 0: required.
  int (*input_presence)(const CustomOperator*, std::size_t);
  int (*output_presence)(const CustomOperator*, std::size_t);
};

/// The version of the table that is asked for and of the structures that are given, ONNX Runtime 1.10's; the last entry
/// taken came with the fourth.
constexpr std::uint32_t kTableVersion = 10;

}  // namespace lathe::onnxruntime
