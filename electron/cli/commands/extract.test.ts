import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeModel } from '#core/onnx/write.ts';
import { exposeValues } from '#core/precision/observe.ts';
import { randomNumbers } from '#core/testing/aTensor.ts';
import { sampleFolder } from '#electron/host/sample.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import type { Values } from '#electron/worker/value.ts';
import { allCommands } from '../commands.ts';
import { withModel } from '../openModelFile.ts';
import { runProgram } from '../program.ts';
import { aTerminal } from '../testing/aTerminal.ts';

const commands = await allCommands();

const home = mkdtempSync(join(tmpdir(), 'lathe-extract-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const model = join(sampleFolder, 'shapes.onnx');

async function lathe(...words: string[]) {
  const terminal = aTerminal();
  const code = await runProgram(words, { commands, terminal, environment: { LATHE_HOME: join(home, 'lathe') } });
  return { code, ...terminal.written };
}

/** The values of a run of the whole model, in which `names` are given out too. */
async function tapped(names: readonly string[]): Promise<Values> {
  const bytes = await withModel(model, async ({ model: whole, shapes }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of writeModel(exposeValues(whole, names, shapes))) chunks.push(chunk);
    return new Uint8Array(Buffer.concat(chunks));
  });
  const session = openSession(bytes, { threads: 1, optimization: 'none' });
  const random = randomNumbers('an image');
  const image = Float32Array.from({ length: 3 * 64 * 64 }, random);
  try {
    return session.run({ image: { type: 'float32', dims: [1, 3, 64, 64], data: image } });
  } finally {
    session.close();
  }
}

describe('lathe extract', () => {
  it('writes a part that computes what the whole model computes there', async () => {
    const out = join(home, 'part.onnx');
    const { code, err } = await lathe('extract', model, '--nodes', '/residual2/*', '--out', out);
    expect(code, err).toBe(0);
    const session = openSession(out, { threads: 1, optimization: 'none' });
    const wanted = session.outputs.map(({ name }) => name);
    const whole = await tapped([...session.inputs.map(({ name }) => name), ...wanted]);
    const found = session.run(Object.fromEntries(session.inputs.map(({ name }) => [name, whole[name]])) as Values);
    session.close();
    expect(wanted.length).toBeGreaterThan(0);
    for (const name of wanted) expect(found[name], name).toEqual(whole[name]);
    expect((await lathe('inspect', out)).code).toBe(0);
  });

  it('cuts between values and says what it wrote', async () => {
    const out = join(home, 'deep', 'head.onnx');
    const { name } = await withModel(model, async ({ model: { graph } }) => ({
      name: graph.nodes.at(-1)?.inputs[0] ?? '',
    }));
    const { code, out: said, err } = await lathe('extract', model, '--inputs', name, '--out', out, '--json');
    expect(code, err).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ files: [out], inputs: [{ name }], outputs: [{ name: 'logits' }] });
    expect(readFileSync(out).byteLength).toBeGreaterThan(100);
  });

  it('refuses what cannot be cut, with the next step, and writes nothing', async () => {
    const out = join(home, 'none.onnx');
    const cases = [
      [['--inputs', 'nothing', '--out', out], "no value 'nothing'"],
      [['--nodes', '/nowhere/*', '--out', out], 'no node of the model'],
      [['--out', out], 'which part'],
      [['--outputs', 'logits'], '--out'],
    ] as const;
    for (const [words, said] of cases) {
      const { code, err } = await lathe('extract', model, ...words);
      expect(code).not.toBe(0);
      expect(err).toContain(said);
    }
    expect(existsSync(out)).toBe(false);
    expect((await lathe('extract', model, '--outputs', 'logits', '--out', model)).err).toContain('the model itself');
  });
});

describe('lathe diff', () => {
  it('tells what a part lacks of the whole', async () => {
    const out = join(home, 'tail.onnx');
    await lathe('extract', model, '--nodes', '/residual2/*', '--out', out);
    const { code, out: said } = await lathe('diff', model, out, '--weights', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(said);
    expect(report.added).toEqual([]);
    expect(report.removed.length).toBeGreaterThan(30);
    expect(report.removed.every(({ name }: { name: string }) => !name.startsWith('/residual2/'))).toBe(true);
    expect(
      report.changed.flatMap(({ changes }: { changes: { about: string }[] }) => changes.map(({ about }) => about)),
    ).not.toContain('weight');
    expect((await lathe('diff', model, model, '--json')).out).toContain('"removed": []');
  });
});
