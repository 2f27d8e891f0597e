// An engine of TensorRT from its build over other weights to a server, with libraries that pretend to be NVIDIA's: whatever
// they build doubles `x` of batch×4 into `y`, and triples it where the model's node is called so.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { doubled, doubledProfile, fakeNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { finished, start, temporaryHome } from '../support/lathe.ts';

test('builds an engine, gives it other weights, and serves both', async () => {
  const fake = fakeNvidia();
  test.skip('missing' in fake, 'missing' in fake ? fake.missing : '');
  const folder = 'folder' in fake ? fake.folder : '';
  const nvidia = { LATHE_TENSORRT: folder, LD_LIBRARY_PATH: folder };
  const { home, remove } = temporaryHome();
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await finished(start(home, [...args, '--json'], nvidia));
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as { readonly phases: readonly { readonly name: string }[] };
  };
  try {
    for (const name of ['double', 'triple']) {
      const nodes = doubled.graph.nodes.map((one) => ({ ...one, name }));
      const model = { ...doubled, graph: { ...doubled.graph, nodes } };
      await writeModelFile(model, join(home, `${name}.onnx`), { signal: new AbortController().signal });
    }
    const recipe = { precision: 'fp16', profiles: doubledProfile, options: { tensorrt: { refit: true } } };
    writeFileSync(join(home, 'recipe.json'), JSON.stringify(recipe));
    const built = await run('build', 'double.onnx', '--target', 'tensorrt', '--recipe', 'recipe.json', '--out', 'two');
    expect(built.phases.map(({ name }) => name)).toContain('TensorRT’s building');
    await run('refit', 'two', '--model', 'triple.onnx', '--out', 'three');

    const server = start(home, ['deploy', 'two=two', 'three=three', '--http', '0', '--grpc', '0', '--json'], nvidia);
    const ended = finished(server);
    const line = await new Promise<string>((done) => {
      let text = '';
      server.stdout?.on('data', (chunk: Buffer) => {
        text += chunk;
        if (text.includes('\n')) done(text);
      });
      void ended.then(({ stderr }) => done(JSON.stringify({ http: stderr })));
    });
    const { http } = JSON.parse(line) as { readonly http: string };
    const ask = async (model: string, rows: number) => {
      const data = Array.from({ length: rows * 4 }, (_, at) => at);
      const inputs = [{ name: 'x', datatype: 'FP32', shape: [rows, 4], data }];
      const response = await fetch(`${http}/v2/models/${model}/infer`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ inputs }),
      });
      return (await response.json()) as object;
    };
    try {
      expect(await ask('two', 1)).toMatchObject({ outputs: [{ name: 'y', shape: [1, 4], data: [0, 2, 4, 6] }] });
      expect(await ask('three', 1)).toMatchObject({ outputs: [{ name: 'y', shape: [1, 4], data: [0, 3, 6, 9] }] });
      expect(await ask('three', 2)).toMatchObject({ outputs: [{ shape: [2, 4], data: [0, 3, 6, 9, 12, 15, 18, 21] }] });
      // The profile ends at eight rows.
      expect(await ask('two', 9)).toMatchObject({ error: expect.stringMatching(/9/) });
      expect(await ask('two', 8)).toMatchObject({ outputs: [{ shape: [8, 4] }] });
    } finally {
      server.kill('SIGINT');
      expect((await ended).code).toBe(0);
    }
  } finally {
    remove();
  }
});
