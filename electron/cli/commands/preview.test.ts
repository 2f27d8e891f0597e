import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleFolder } from '#electron/host/sample.ts';
import { allCommands } from '../commands.ts';
import { runProgram } from '../program.ts';
import { aTerminal } from '../testing/aTerminal.ts';

const commands = await allCommands();

const home = mkdtempSync(join(tmpdir(), 'lathe-preview-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const model = join(sampleFolder, 'shapes.onnx');
const layers = join(home, 'layers.json');
const profile = join(home, 'profile.json');

async function preview(...words: string[]) {
  const terminal = aTerminal();
  const environment = { LATHE_HOME: join(home, 'lathe') };
  const code = await runProgram(['preview', model, '--target', 'tensorrt@10.6', ...words], {
    commands,
    terminal,
    environment,
  });
  return { code, ...terminal.written };
}

// What an engine would look like that did exactly as predicted, but for one kernel cut in two.
beforeAll(async () => {
  const { groups } = JSON.parse((await preview('--json')).out);
  const [first, ...rest] = groups.map(({ nodes }: { nodes: string[] }) => nodes);
  const kernels = [first.slice(0, 1), first.slice(1), ...rest];
  const metadata = (nodes: readonly string[]) => nodes.map((node) => `[ONNX Layer: ${node}]`).join('\u001e');
  const rows = kernels.map((nodes, at) => ({
    Name: `kernel ${at}`,
    LayerType: 'CaskConvolution',
    Metadata: metadata(nodes),
  }));
  // Raw control characters, as TensorRT writes them.
  writeFileSync(layers, JSON.stringify({ Layers: rows, Bindings: [] }).replaceAll('\\u001e', '\u001e'));
  const times = rows.map(({ Name }) => ({ name: Name, timeMs: 4, averageMs: 2, medianMs: 2, percentage: 1 }));
  writeFileSync(profile, JSON.stringify([{ count: 2 }, ...times]));
});

describe('a preview of a form', () => {
  const precisions = async (...words: string[]) => {
    const { groups } = JSON.parse((await preview('--json', ...words)).out);
    return new Set(groups.map(({ precision }: { precision: string }) => precision));
  };

  it('tells in what each kernel computes, in every form that a build can have', async () => {
    expect(await precisions('--precision', 'bf16')).toEqual(new Set(['bf16']));
    expect(await precisions('--precision', 'int8', '--other-precision', 'fp16')).toContain('fp16');
    expect(await precisions('--precision', 'fp8', '--other-precision', 'fp32')).toContain('fp8');
    expect(await precisions('--precision', 'fp16', '--optimization-level', '0')).toEqual(new Set(['fp16']));
  });

  it('is refused for a target that has no kernels for it, with what to do instead', async () => {
    const { code, err } = await preview('--target', 'tensorrt@8.6', '--precision', 'fp8');
    expect(code).not.toBe(0);
    expect(err).toContain('FP8');
    expect(err).toContain('fp32, fp16 or int8');
  });
});

describe('a preview beside a built engine', () => {
  it('tells what became of every node, with times and the score, as JSON', async () => {
    const { code, out } = await preview('--actual', layers, '--profile', profile, '--json');
    expect(code).toBe(0);
    const { actual, agreement, reformats } = JSON.parse(out);
    expect(actual.groups[0]).toMatchObject({ layer: 'kernel 0', type: 'CaskConvolution', timeMs: 2, index: 0 });
    expect(actual.groups[0].nodes.length).toBe(1);
    expect(actual.coverage).toBeGreaterThan(0.5);
    expect(agreement.recall).toBe(1);
    expect(agreement.precision).toBeLessThan(1);
    expect(agreement.edges).toBeGreaterThan(30);
    expect(reformats.length).toBeGreaterThan(0);
  });

  it('tells it to people', async () => {
    const { out } = await preview('--actual', layers);
    expect(out).toContain('% of the nodes accounted for');
    expect(out).toMatch(/prediction against engine over \d+ edges: precision 0\.\d+, recall 1\.000/);
  });

  it('says what is wrong with files that are no engine, and what to give instead', async () => {
    const missing = await preview('--actual', join(home, 'none.json'));
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('none.json was not found')]);
    const other = await preview('--actual', profile);
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('--exportLayerInfo')]);
    const alone = await preview('--profile', profile);
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining('--actual LAYERS.json')]);
  });
});
