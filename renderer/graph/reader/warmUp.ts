// Reads and lays out a small graph that nobody sees, so that the code is compiled before the first file comes.
import { DataType } from '#core/onnx/dataType.ts';
import { intsAttr } from '#core/onnx/makeAttribute.ts';
import { makeGraph, makeNode, makeValue } from '#core/onnx/makeNode.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Model } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { writeModel } from '#core/onnx/write.ts';
import { buildScene } from './buildScene.ts';
import { fillCards } from './fillCards.ts';
import { typesOf } from './home.ts';
import { openScope } from './scope.ts';

const blocks = 60;
const rounds = 8;

/** Pauses between its steps, and ends where `isWanted` says that there is real work. */
export async function warmUp(isWanted: () => boolean): Promise<void> {
  const bytes = await bytesOf(smallModel());
  for (let round = 0; round < rounds; round++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (isWanted()) return;
    const model = await readModel(memorySource(bytes));
    const built = buildScene(openScope(model, '', []));
    const openExternal = () => Promise.reject(new Error('A small model has no data beside it.'));
    await fillCards(built, { model, openExternal }, typesOf(built.open, undefined), Int32Array.of(0, 1, 2, 3));
  }
}

async function bytesOf(model: Model): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeModel(model)) chunks.push(chunk);
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Blocks with a branch and a skip, some of it far: what a layout meets most. */
function smallModel(): Model {
  const nodes = Array.from({ length: blocks }, (_, block) => {
    const name = (part: string) => `/block.${block}/${part}`;
    const last = block === 0 ? 'x' : `/block.${block - 1}/Add`;
    const node = (opType: string, inputs: readonly string[]) =>
      makeNode({ opType, inputs, outputs: [name(opType)], name: name(opType), attributes: [intsAttr('axes', [1n])] });
    const far = block % 4 === 3 && block > 12 ? `/block.${block - 12}/Add` : last;
    return [
      node('Conv', [last, 'weight', 'bias']),
      node('Relu', [name('Conv')]),
      node('Sigmoid', [last]),
      node('Mul', [name('Relu'), name('Sigmoid')]),
      node('Add', [name('Mul'), far]),
    ];
  }).flat();
  const shape = ['N', 4, 8, 8];
  return {
    irVersion: 8,
    producerName: '',
    producerVersion: '',
    domain: '',
    modelVersion: 0,
    docString: '',
    opsets: [{ domain: '', version: 17 }],
    graph: makeGraph({
      nodes,
      initializers: [
        makeTensor('weight', DataType.float32, [4, 4, 1, 1], new Float32Array(16)),
        makeTensor('bias', DataType.float32, [4], new Float32Array(4)),
      ],
      inputs: [makeValue('x', DataType.float32, shape)],
      outputs: [makeValue(`/block.${blocks - 1}/Add`, DataType.float32, shape)],
    }),
    functions: [],
    metadata: [],
    source: memorySource(new Uint8Array()),
  };
}
