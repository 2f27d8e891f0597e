// A Python program that loads one engine and runs it, with the engine's own names and shapes.
import { elementType, programShape, quoted } from './programInputs.ts';
import { backendOf, type Exported, type ExportSource, fileName, runtimeVersion } from './source.ts';

export function pythonProgram(source: ExportSource): Exported {
  const { record, engineData } = source;
  const onnx = backendOf(record) === 'onnxruntime';
  return {
    files: [
      { path: 'run.py', text: `${head(source)}${onnx ? onOnnxRuntime(source) : onTensorRt(source)}${tail}` },
      { path: 'requirements.txt', text: `${requirements(source).join('\n')}\n` },
      ...[fileName(record.engine), ...engineData].map((file) => ({ path: file, build: record.id, copy: file })),
    ],
    notes: [],
  };
}

function requirements({ record }: ExportSource): readonly string[] {
  const backend = backendOf(record);
  const version = runtimeVersion(record);
  const pinned = (name: string) => (version === undefined ? name : `${name}==${version}`);
  if (backend === 'onnxruntime') return ['numpy', pinned('onnxruntime')];
  return ['numpy', 'cuda-python', pinned(backend === 'tensorrt' ? 'tensorrt' : 'tensorrt-rtx')];
}

function head(source: ExportSource): string {
  const { record, inputs, outputs } = source;
  const backend = backendOf(record) === 'onnxruntime' ? 'ONNX Runtime' : 'TensorRT';
  const entries = inputs.map(
    (input) => `    ${quoted(input.name)}: (${tuple(programShape(source, input))}, ${elementType(input).numpy}),\n`,
  );
  return `"""Runs ${record.modelName.replace(/[\\"]/g, '_')} in ${record.precision.toUpperCase()} on ${backend} ${runtimeVersion(record) ?? ''}.

python run.py [inputs.npz [outputs.npz]]: without inputs it runs on random numbers.
"""
import pathlib
import sys

import numpy as np
${backend === 'ONNX Runtime' ? 'import onnxruntime' : tensorRtImports(record.target)}

ENGINE = pathlib.Path(__file__).with_name(${quoted(fileName(record.engine))})
INPUTS = {
${entries.join('')}}
OUTPUTS = [${outputs.map(({ name }) => quoted(name)).join(', ')}]
`;
}

function tensorRtImports(target: string): string {
  return `import ${target.startsWith('tensorrt-rtx') ? 'tensorrt_rtx' : 'tensorrt'} as trt\nfrom cuda.bindings import runtime as cuda`;
}

function onOnnxRuntime({ record }: ExportSource): string {
  return `

def run(feeds):
    options = onnxruntime.SessionOptions()
    # The engine is optimized already.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = ${record.recipe.options.threads}
    session = onnxruntime.InferenceSession(str(ENGINE), options, providers=["CPUExecutionProvider"])
    return dict(zip(OUTPUTS, session.run(OUTPUTS, feeds)))
`;
}

function onTensorRt({ outputs }: ExportSource): string {
  const bits = outputs.filter(({ datatype }) => datatype === 'BF16').map(({ name }) => quoted(name));
  const type = 'trt.nptype(engine.get_tensor_dtype(name))';
  return `

def check(answer):
    if answer[0] != cuda.cudaError_t.cudaSuccess:
        raise RuntimeError(str(answer[0]))
    return answer[1] if len(answer) == 2 else None


def run(feeds):
    engine = trt.Runtime(trt.Logger(trt.Logger.WARNING)).deserialize_cuda_engine(ENGINE.read_bytes())
    if engine is None:
        raise RuntimeError(f"{ENGINE} does not load here")
    context = engine.create_execution_context()
    stream = check(cuda.cudaStreamCreate())
    down, up = cuda.cudaMemcpyKind.cudaMemcpyHostToDevice, cuda.cudaMemcpyKind.cudaMemcpyDeviceToHost
    for name, value in feeds.items():
        context.set_input_shape(name, value.shape)
    outputs = {
        name: np.empty(tuple(context.get_tensor_shape(name)), ${bits.length > 0 ? `np.uint16 if name in (${bits.join(', ')},) else ${type}` : type})
        for name in OUTPUTS
    }
    memory = {name: check(cuda.cudaMalloc(max(value.nbytes, 1))) for name, value in {**feeds, **outputs}.items()}
    for name, address in memory.items():
        context.set_tensor_address(name, address)
    for name, value in feeds.items():
        check(cuda.cudaMemcpyAsync(memory[name], value.ctypes.data, value.nbytes, down, stream))
    if not context.execute_async_v3(stream):
        raise RuntimeError("the engine did not run")
    for name, value in outputs.items():
        check(cuda.cudaMemcpyAsync(value.ctypes.data, memory[name], value.nbytes, up, stream))
    check(cuda.cudaStreamSynchronize(stream))
    for address in memory.values():
        check(cuda.cudaFree(address))
    return outputs
`;
}

const tail = `

def main():
    random = np.random.default_rng(0)
    given = np.load(sys.argv[1]) if len(sys.argv) > 1 else {}
    feeds = {
        name: np.ascontiguousarray(given[name] if name in given else random.random(shape), dtype=kind)
        for name, (shape, kind) in INPUTS.items()
    }
    outputs = run(feeds)
    for name, value in outputs.items():
        print(name, value.dtype, value.shape)
    if len(sys.argv) > 2:
        np.savez(sys.argv[2], **outputs)


if __name__ == "__main__":
    main()
`;

function tuple(sizes: readonly number[]): string {
  return sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(', ')})`;
}
