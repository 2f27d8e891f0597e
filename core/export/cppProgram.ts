// A C++ program that loads one engine and runs it, with the engine's own names and shapes.
import { elementType, programShape, quoted } from './programInputs.ts';
import { backendOf, type Exported, type ExportSource, type ExportTensor, fileName, runtimeVersion } from './source.ts';

export function cppProgram(source: ExportSource): Exported {
  const { record, engineData } = source;
  const backend = backendOf(record);
  return {
    files: [
      { path: 'run.cpp', text: backend === 'onnxruntime' ? onOnnxRuntime(source) : onTensorRt(source) },
      { path: 'CMakeLists.txt', text: backend === 'onnxruntime' ? withOnnxRuntime : withTensorRt(backend) },
      ...[fileName(record.engine), ...engineData].map((file) => ({ path: file, build: record.id, copy: file })),
    ],
    notes: [
      `Compile it with the headers of ${backend === 'onnxruntime' ? 'ONNX Runtime' : 'TensorRT'} ${runtimeVersion(record) ?? ''}: cmake -B build && cmake --build build.`,
    ],
  };
}

function title({ record }: ExportSource, backend: string): string {
  return `// Runs ${oneLine(record.modelName)} in ${record.precision.toUpperCase()} on ${backend} ${runtimeVersion(record) ?? ''}: run ENGINE [INPUT.bin …], raw values in the order of the inputs.\n`;
}

const readFile = `std::vector<char> read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(std::string(path) + " cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}
`;

function fill(input: ExportTensor, index: number, source: ExportSource): string {
  const { cpp } = elementType(input);
  const count = programShape(source, input).reduce((product, size) => product * size, 1);
  return `  std::vector<char> in${index}(${count} * sizeof(${cpp}));
  if (argc > ${index + 2}) in${index} = read(argv[${index + 2}]);
  if (in${index}.size() != ${count} * sizeof(${cpp})) throw std::runtime_error("input ${index} has another size");
`;
}

function onOnnxRuntime(source: ExportSource): string {
  const { inputs, outputs, record } = source;
  for (const output of outputs) elementType(output);
  const values = inputs.map((input, index) => {
    const shape = programShape(source, input);
    const kind = `ONNX_TENSOR_ELEMENT_DATA_TYPE_${onnxTypes[input.datatype]}`;
    return `${fill(input, index, source)}  const std::vector<int64_t> shape${index}{${shape.join(', ')}};
  values.push_back(Ort::Value::CreateTensor(memory, in${index}.data(), in${index}.size(), shape${index}.data(), shape${index}.size(), ${kind}));
`;
  });
  return `${title(source, 'ONNX Runtime')}#include <onnxruntime_cxx_api.h>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

${readFile}
int main(int argc, char** argv) try {
  if (argc < 2) throw std::runtime_error("name the engine");
  const std::vector<const char*> inputs{${inputs.map(({ name }) => quoted(name)).join(', ')}};
  const std::vector<const char*> outputs{${outputs.map(({ name }) => quoted(name)).join(', ')}};
  Ort::Env environment(ORT_LOGGING_LEVEL_WARNING, "engine");
  Ort::SessionOptions options;
  options.SetGraphOptimizationLevel(ORT_DISABLE_ALL);  // The engine is optimized already.
  options.SetIntraOpNumThreads(${record.recipe.options.threads});
  Ort::Session session(environment, std::basic_string<ORTCHAR_T>(argv[1], argv[1] + std::char_traits<char>::length(argv[1])).c_str(), options);
  const Ort::MemoryInfo memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
  std::vector<Ort::Value> values;
${values.join('')}  const std::vector<Ort::Value> answers =
      session.Run(Ort::RunOptions{nullptr}, inputs.data(), values.data(), values.size(), outputs.data(), outputs.size());
  for (size_t index = 0; index < answers.size(); ++index) {
    std::cout << outputs[index];
    for (const int64_t size : answers[index].GetTensorTypeAndShapeInfo().GetShape()) std::cout << ' ' << size;
    std::cout << '\\n';
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\\n';
  return 1;
}
`;
}

const onnxTypes: Readonly<Record<string, string>> = {
  BOOL: 'BOOL',
  UINT8: 'UINT8',
  UINT16: 'UINT16',
  UINT32: 'UINT32',
  UINT64: 'UINT64',
  INT8: 'INT8',
  INT16: 'INT16',
  INT32: 'INT32',
  INT64: 'INT64',
  FP16: 'FLOAT16',
  BF16: 'BFLOAT16',
  FP32: 'FLOAT',
  FP64: 'DOUBLE',
};

function onTensorRt(source: ExportSource): string {
  const { inputs, outputs } = source;
  const feeds = inputs.map((input, index) => {
    const shape = programShape(source, input);
    return `${fill(input, index, source)}  context->setInputShape(${quoted(input.name)}, nvinfer1::Dims{${shape.length}, {${shape.join(', ')}}});
  copyIn(*context, ${quoted(input.name)}, in${index}, stream);
`;
  });
  const answers = outputs.map(
    (output, index) =>
      `  const Answer out${index}(*context, ${quoted(output.name)}, sizeof(${elementType(output).cpp}));\n`,
  );
  const prints = outputs.map((_, index) => `  out${index}.print(stream);\n`);
  return `${title(source, 'TensorRT')}#include <NvInfer.h>
#include <cuda_runtime_api.h>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

struct Logger : nvinfer1::ILogger {
  void log(Severity severity, const char* text) noexcept override {
    if (severity <= Severity::kWARNING) std::cerr << text << '\\n';
  }
};
${readFile}
void check(cudaError_t status) {
  if (status != cudaSuccess) throw std::runtime_error("CUDA error " + std::to_string(static_cast<int>(status)));
}
void copyIn(nvinfer1::IExecutionContext& context, const char* name, const std::vector<char>& bytes, cudaStream_t stream) {
  void* device = nullptr;
  check(cudaMalloc(&device, bytes.size()));
  check(cudaMemcpyAsync(device, bytes.data(), bytes.size(), cudaMemcpyHostToDevice, stream));
  context.setTensorAddress(name, device);
}
struct Answer {
  const char* name;
  size_t bytes;
  void* device = nullptr;
  Answer(nvinfer1::IExecutionContext& context, const char* tensor, size_t width) : name(tensor), bytes(width) {
    const nvinfer1::Dims dims = context.getTensorShape(name);
    for (int axis = 0; axis < dims.nbDims; ++axis) bytes *= static_cast<size_t>(dims.d[axis]);
    check(cudaMalloc(&device, bytes));
    context.setTensorAddress(name, device);
  }
  void print(cudaStream_t stream) const {
    std::vector<char> host(bytes);
    check(cudaMemcpyAsync(host.data(), device, bytes, cudaMemcpyDeviceToHost, stream));
    check(cudaStreamSynchronize(stream));
    std::cout << name << ' ' << host.size() << " bytes\\n";
  }
};

int main(int argc, char** argv) try {
  if (argc < 2) throw std::runtime_error("name the engine");
  Logger logger;
  const std::vector<char> plan = read(argv[1]);
  const std::unique_ptr<nvinfer1::IRuntime> runtime(nvinfer1::createInferRuntime(logger));
  const std::unique_ptr<nvinfer1::ICudaEngine> engine(runtime->deserializeCudaEngine(plan.data(), plan.size()));
  if (!engine) throw std::runtime_error("the engine does not load here");
  const std::unique_ptr<nvinfer1::IExecutionContext> context(engine->createExecutionContext());
  cudaStream_t stream = nullptr;
  check(cudaStreamCreate(&stream));
${feeds.join('')}${answers.join('')}  if (!context->enqueueV3(stream)) throw std::runtime_error("the engine did not run");
${prints.join('')}  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\\n';
  return 1;
}
`;
}

const withOnnxRuntime = `cmake_minimum_required(VERSION 3.16)
project(engine CXX)
set(CMAKE_CXX_STANDARD 17)
find_path(ONNXRUNTIME_INCLUDE onnxruntime_cxx_api.h PATH_SUFFIXES onnxruntime REQUIRED)
find_library(ONNXRUNTIME_LIBRARY onnxruntime REQUIRED)
add_executable(run run.cpp)
target_include_directories(run PRIVATE \${ONNXRUNTIME_INCLUDE})
target_link_libraries(run PRIVATE \${ONNXRUNTIME_LIBRARY})
`;

function withTensorRt(backend: string): string {
  const library = backend === 'tensorrt-rtx' ? 'tensorrt_rtx' : 'nvinfer';
  return `cmake_minimum_required(VERSION 3.17)
project(engine CXX)
set(CMAKE_CXX_STANDARD 17)
find_package(CUDAToolkit REQUIRED)
find_path(TENSORRT_INCLUDE NvInfer.h REQUIRED)
find_library(TENSORRT_LIBRARY ${library} REQUIRED)
add_executable(run run.cpp)
target_include_directories(run PRIVATE \${TENSORRT_INCLUDE})
target_link_libraries(run PRIVATE \${TENSORRT_LIBRARY} CUDA::cudart)
`;
}

/** A comment of C++ ends with its line, and a backslash at its end would take in the next. */
function oneLine(text: string): string {
  return text.replace(/[^ -[\]-~]/g, '_');
}
