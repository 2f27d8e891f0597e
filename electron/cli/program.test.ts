import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleFolder } from '#electron/host/sample.ts';
import { latheVersion } from '#electron/host/version.ts';
import { allCommands, commandsFor } from './commands.ts';
import { runProgram } from './program.ts';
import { aTerminal } from './testing/aTerminal.ts';

const commands = await allCommands();

const home = mkdtempSync(join(tmpdir(), 'lathe-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const model = join(sampleFolder, 'shapes.onnx');
const badPreprocessing = join(home, 'bad.json');
writeFileSync(badPreprocessing, '{"resize":{"width":0,"height":64}}');

async function lathe(...words: string[]) {
  const terminal = aTerminal();
  const code = await runProgram(words, { commands, terminal, environment: { LATHE_HOME: join(home, 'lathe') } });
  return { code, ...terminal.written };
}

describe('wrong use', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['an unknown command', ['biuld', model], ['"biuld"', 'lathe build']],
    ['a command far from any', ['frobnicate'], ['frobnicate', 'inspect, preview']],
    ['a misspelt option', ['build', model, '--presicion', 'int8'], ['--presicion', 'Did you mean --precision?']],
    ['a misspelt option with its value', ['build', model, '--presicion=int8'], ['--presicion', '--precision']],
    ['an option of another command', ['inspect', model, '--out', 'x'], ['lathe inspect', '--out']],
    ['a short option', ['build', model, '-p', 'int8'], ['-p']],
    ['an option without its value', ['build', model, '--precision'], ['--precision needs a value']],
    ['an option followed by another', ['build', model, '--precision', '--json'], ['--precision needs a value']],
    ['an empty value', ['build', model, '--precision='], ['--precision needs a value']],
    ['a switch with a value', ['inspect', model, '--json=yes'], ['--json', 'takes no value']],
    ['a missing model', ['inspect'], ['lathe inspect needs MODEL']],
    ['a word too many', ['inspect', model, 'more'], ['"more"']],
    [
      'an unknown precision',
      ['build', model, '--precision', 'int7'],
      ['int7', 'fp32, bf16, fp16, fp8, int8, int4', 'Did you mean int8?'],
    ],
    ['an unknown precision in a list', ['compare', model, '--precision', 'fp32,fp61'], ['fp61', 'Did you mean fp16?']],
    ['an unknown target', ['preview', model, '--target', 'tensorflow'], ['--target tensorflow', 'tensorrt@VERSION']],
    ['a number that is none', ['bench', model, '--rounds', 'many'], ['--rounds many']],
    ['a number out of range', ['calibrate', model, '--samples', '0'], ['--samples 0']],
    ['a fraction of a sample', ['calibrate', model, '--samples', '1.5'], ['--samples 1.5']],
    ['an unknown method', ['calibrate', model, '--method', 'min-max'], ['min-max', 'Did you mean minmax?']],
    ['a model that is not there', ['inspect', 'none.onnx'], ['none.onnx', 'does not exist']],
    [
      'a model that is something else',
      ['inspect', badPreprocessing],
      [badPreprocessing, 'plain text, not an ONNX model'],
    ],
    ['data that is not there', ['build', model, '--precision', 'int8', '--calibration', 'nowhere'], ['nowhere']],
    ['a recipe that is not there', ['build', model, '--recipe', 'none.json'], ['none.json']],
    [
      'a preprocessing that is not there',
      ['build', model, '--preprocessing', 'none.json'],
      ['none.json', 'Check the path'],
    ],
    [
      'a preprocessing that is none',
      ['compare', model, '--preprocessing', badPreprocessing],
      ['resize.width', badPreprocessing],
    ],
    ['a folder that is no build', ['bench', home], [home, 'record.json']],
  ];
  for (const [what, words, parts] of cases) {
    it(`such as ${what} exits with 2 and says what to do`, async () => {
      const { code, out, err } = await lathe(...words);
      expect(code, err).toBe(2);
      expect(out).toBe('');
      for (const part of parts) expect(err).toContain(part);
      expect(err.trim().split('\n').length).toBeLessThanOrEqual(3);
      expect(err).not.toMatch(/^\s+at /m);
    });
  }

  it('names the field of a recipe that is wrong', async () => {
    const path = join(home, 'recipe.json');
    writeFileSync(path, JSON.stringify({ precision: 'fp16', keep: { nodes: 7 } }));
    const wrong = await lathe('build', model, '--recipe', path);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('keep.nodes') });
    writeFileSync(path, '{');
    expect((await lathe('build', model, '--recipe', path)).err).toContain('is not JSON');
  });

  it('shows the stack only with --verbose', async () => {
    writeFileSync(join(home, 'broken.onnx'), readFileSync(model).subarray(0, 1000));
    const quiet = await lathe('inspect', join(home, 'broken.onnx'));
    expect(quiet.code).toBe(1);
    expect(quiet.err).not.toMatch(/^\s+at /m);
    expect((await lathe('inspect', join(home, 'broken.onnx'), '--verbose')).err).toMatch(/^\s+at /m);
  });
});

describe('help', () => {
  it('loads the command that is named, and all where none is', async () => {
    for (const command of commands) expect(await commandsFor([command.name, '--help'])).toEqual([command]);
    for (const words of [[], ['--help'], ['toString'], ['biuld']]) expect(await commandsFor(words)).toEqual(commands);
  });

  it('lists the commands, and each command its options with choices and defaults', async () => {
    const all = await lathe('--help');
    expect(all.code).toBe(0);
    for (const command of commands) {
      expect(all.out).toContain(command.name);
      const one = await lathe(command.name, '--help');
      expect(one.code).toBe(0);
      for (const flag of Object.keys(command.options)) expect(one.out).toContain(`--${flag}`);
    }
    const calibrate = (await lathe('calibrate', '--help')).out;
    expect(calibrate).toContain('entropy, minmax, average, percentile');
    expect((await lathe('bench', '--help')).out).toContain('[3000]');
    expect((await lathe('--version')).out.trim()).toBe(latheVersion);
    expect((await lathe()).code).toBe(2);
  });
});

describe('results', () => {
  it('are JSON alone with --json, and sentences and tables without', async () => {
    const json = await lathe('inspect', model, '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      opsets: [{ domain: 'ai.onnx', version: 17 }],
      outputs: [{ name: 'logits' }],
    });
    const text = await lathe('inspect', model);
    expect(text.out).toMatch(/Conv +\d+\n/);
    expect(text.out).toContain('batch×3×64×64');
    const preview = await lathe('preview', model, '--json');
    const { groups, kernelsBefore, kernelsAfter } = JSON.parse(preview.out);
    expect(kernelsAfter).toBeLessThan(kernelsBefore);
    expect(Object.keys(groups[0]).sort()).toEqual(['id', 'kind', 'nodes', 'precision', 'reason', 'stopped']);
    expect((await lathe('preview', model)).out).toContain(`${kernelsBefore} nodes become ${kernelsAfter} kernels`);
    expect(JSON.parse((await lathe('doctor', '--json')).out).targets[0].name).toBe('onnxruntime');
    expect((await lathe('doctor')).out).toMatch(/^onnxruntime +\S+ +yes +yes/m);
  });

  it('of a build name files that exist, with phases on the standard error', async () => {
    const out = join(home, 'out');
    const { code, out: text, err } = await lathe('build', model, '--precision', 'fp32', '--out', out, '--json');
    expect(code, err).toBe(0);
    const built = JSON.parse(text);
    expect(readFileSync(built.engine).length).toBe(built.bytes);
    expect(JSON.parse(readFileSync(built.record, 'utf8')).precision).toBe('fp32');
    expect(readFileSync(built.model).length).toBeGreaterThan(1000);
    expect(err).toMatch(/^Build shapes\.onnx in FP32 for ONNX Runtime: done after [\d.]+ s$/m);
    const measured = await lathe('bench', out, '--duration', '20', '--rounds', '2', '--warm-up', '0', '--json');
    expect(JSON.parse(measured.out).measurements[0]).toMatchObject({ precision: 'fp32', path: built.engine });
  });
});
