import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { joined } from '#core/testing/wireBytes.ts';
import { readModel } from './read.ts';
import { memorySource } from './source.ts';
import { writeData, writeModel } from './write.ts';

const python = process.env.LATHE_PYTHON ?? 'python3';
const golden = fileURLToPath(new URL('golden', import.meta.url));

function run(script: string, ...args: readonly string[]) {
  return spawnSync(python, ['-c', script, golden, ...args], { encoding: 'utf8' });
}

const there = run('import onnx, numpy').status === 0;

describe.skipIf(!there)('Python (skipped where LATHE_PYTHON or python3 has no package onnx)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-onnx-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads a written model as it read the original', async () => {
    const original = join(golden, 'everything.onnx');
    const written = join(folder, 'written.onnx');
    const model = await readModel(memorySource(new Uint8Array(readFileSync(original))));
    writeFileSync(written, await bytesOf(model));
    const script = `
import sys; sys.dont_write_bytecode = True; sys.path.insert(0, sys.argv[1])
import onnx, describe
models = [onnx.load(path, load_external_data=False) for path in sys.argv[2:]]
assert describe.describe(models[0]) == describe.describe(models[1])
assert models[0].training_info == models[1].training_info and models[0].configuration == models[1].configuration
assert models[0].graph.node[0].device_configurations == models[1].graph.node[0].device_configurations
`;
    expect(run(script, original, written)).toMatchObject({ status: 0, stderr: '' });
  });

  it('loads the weights that are beside a model', async () => {
    const model = aModel({
      nodes: ['y = Add(x, w)'],
      inputs: { x: 'float32[300]' },
      outputs: { y: 'float32[300]' },
      initializers: { w: 'float32[300]', s: 'float32[2]' },
    });
    const options = { dataLocation: 'weights.data' };
    const path = join(folder, 'beside.onnx');
    writeFileSync(path, await all(writeModel(model, options)));
    writeFileSync(join(folder, 'weights.data'), await all(writeData(model, options)));
    writeFileSync(join(folder, 'inside.onnx'), await bytesOf(model));
    const script = `
import sys, onnx
from onnx import numpy_helper
onnx.checker.check_model(sys.argv[2], full_check=True)
beside, inside = onnx.load(sys.argv[2]), onnx.load(sys.argv[3])
for one, other in zip(beside.graph.initializer, inside.graph.initializer, strict=True):
    assert (numpy_helper.to_array(one) == numpy_helper.to_array(other)).all(), one.name
`;
    expect(run(script, path, join(folder, 'inside.onnx'))).toMatchObject({ status: 0, stderr: '' });
  });
});

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) {
    parts.push(chunk);
  }
  return joined(...parts);
}
