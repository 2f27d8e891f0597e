// Reads from a build's files what its engine takes and gives.
import { relative } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import { backendOf, type ExportSource, type ExportTensor } from '#core/export/source.ts';
import { indexGraph } from '#core/graph/graphIndex.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { ValueInfo } from '#core/onnx/model.ts';
import { datatypeOfElement } from '#electron/deploy/protocol/datatype.ts';
import { type OpenedModel, openModel } from '#electron/worker/model/openModel.ts';

/**
 * An engine of TensorRT is opaque where it cannot run: its inputs and outputs are those of the model that it was built
 * from. @throws LatheError or OnnxError naming the file.
 */
export async function describeBuild(record: BuildRecord): Promise<ExportSource> {
  const onnx = backendOf(record) === 'onnxruntime';
  const model = await openModel(record.rewritten);
  const engine = onnx && record.engine !== record.rewritten ? await openModel(record.engine) : null;
  try {
    const inputs = indexGraph(model.model.graph).inputs;
    const outputs = await shapedOutputs(model);
    const rows = new Set(inputs.map(firstSize));
    const outputRows = new Set(outputs.map(firstSize));
    return {
      record,
      inputs: inputs.map(tensor),
      outputs: outputs.map(tensor),
      // Outputs are often left without a name for what is the inputs' batch.
      batchAxis:
        inputs.length > 0 &&
        rows.size === 1 &&
        outputRows.size === 1 &&
        [...rows, ...outputRows].every((size) => typeof size === 'string'),
      engineData: engine ? dataFiles(engine, record) : [],
      modelData: dataFiles(model, record),
    };
  } finally {
    await Promise.all([model.close(), engine?.close()]);
  }
}

/** Models may leave out what shape an output has. */
async function shapedOutputs({ model, openExternal }: OpenedModel): Promise<readonly ValueInfo[]> {
  const { outputs } = model.graph;
  if (outputs.every(({ type }) => type?.kind === 'tensor' && type.shape !== undefined)) return outputs;
  const shapes = await inferShapes(model, { openExternal });
  return outputs.map((output) => {
    const type = shapes.type(output.name);
    return type ? { ...output, type } : output;
  });
}

function dataFiles({ files }: OpenedModel, { directory }: BuildRecord): readonly string[] {
  return files.slice(1).map((file) => relative(directory, file).replaceAll('\\', '/'));
}

function firstSize({ type }: ValueInfo): number | string | undefined {
  if (type?.kind !== 'tensor') return undefined;
  const [size] = type.shape ?? [];
  return type.shape && type.shape.length > 0 ? (size ?? '') : undefined;
}

function tensor({ name, type }: ValueInfo): ExportTensor {
  const datatype = type?.kind === 'tensor' ? datatypeOfElement(dataTypeName(type.elementType)) : undefined;
  if (type?.kind !== 'tensor' || datatype === undefined || type.shape === undefined) {
    throw new LatheError({
      kind: 'use',
      reason: `'${name}' is no tensor of a known shape and of a type that inference services pass.`,
      next: 'Give the model inputs and outputs with types and ranks.',
    });
  }
  return { name, datatype, shape: type.shape.map((size) => (typeof size === 'number' ? size : -1)) };
}
