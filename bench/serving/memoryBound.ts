// A model whose time goes into reading its weights, so that rows of a batch share the reading.
import { join } from 'node:path';
import { aModel } from '#core/testing/aModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';

export async function writeMemoryBound(folder: string): Promise<{ readonly path: string; readonly width: number }> {
  const width = 2048;
  const layer = `float32[${width},${width}]`;
  const model = aModel({
    nodes: [
      'a = MatMul(x, u)',
      'b = Relu(a)',
      'c = MatMul(b, v)',
      'd = Relu(c)',
      'e = MatMul(d, w)',
      's = Sigmoid(e)',
      'y = Mul(s, f)',
    ],
    inputs: { x: `float32[batch,${width}]` },
    outputs: { y: `float32[batch,${width}]` },
    initializers: { u: layer, v: layer, w: layer, f: ['float32[1]', [2]] },
  });
  const path = join(folder, 'memoryBound.onnx');
  await writeModelFile(model, path, { signal: new AbortController().signal });
  return { path, width };
}
