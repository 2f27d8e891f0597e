import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allCommands } from '../commands.ts';
import { runProgram } from '../program.ts';
import { aTerminal } from '../testing/aTerminal.ts';

const commands = await allCommands();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-ranges-'));
  writeFileSync(join(folder, 'ranges.json'), json);
  writeFileSync(join(folder, 'a.cache'), 'TRT-8601-EntropyCalibration2\nx: 3f800000\nold: 3f000000\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const json = `{"method":"mse","modelHash":"m","preprocessingHash":"p","samples":64,"version":1,"tensors":{
"x":{"max":300,"min":-2,"threshold":254},
"y":{"max":1,"min":0}
}}
`;

async function run(...words: readonly string[]) {
  const terminal = aTerminal();
  const code = await runProgram(['ranges', ...words], { commands, terminal, environment: { LATHE_HOME: folder } });
  return { code, ...terminal.written };
}

describe('lathe ranges', () => {
  it('shows the scales in a file, in a build’s folder and in a cache of TensorRT', async () => {
    const { out } = await run(folder);
    expect(out).toContain('2 ranges by mse from 64 samples');
    const table = JSON.parse((await run(join(folder, 'ranges.json'), '--json')).out);
    expect(table.tensors[0]).toMatchObject({ tensor: 'x', threshold: 254, scale: 2 });
    const cache = JSON.parse((await run(join(folder, 'a.cache'), '--json')).out);
    expect(cache).toMatchObject({
      method: 'EntropyCalibration2',
      tensors: [{ tensor: 'x', scale: 1 }, { tensor: 'old' }],
    });
  });

  it('tells how two files differ', async () => {
    const { out } = await run(folder, join(folder, 'a.cache'), '--json');
    expect(JSON.parse(out).tensors).toEqual([
      { tensor: 'x', before: 254, after: 127, ratio: 0.5 },
      { tensor: 'old', after: 63.5 },
      { tensor: 'y', before: 1 },
    ]);
    expect((await run(folder, join(folder, 'a.cache'))).out).toContain('3 of 3 thresholds differ');
    expect((await run(folder, folder)).out).toContain('0 of 2 thresholds differ');
  });

  it('writes a cache that states the version and calibrator asked for, and JSON otherwise', async () => {
    const cache = join(folder, 'b.cache');
    await run(folder, '--out', cache, '--cache-version', '101401', '--algorithm', 'MinMaxCalibration');
    expect(readFileSync(cache, 'utf8')).toBe('TRT-101401-MinMaxCalibration\nx: 40000000\ny: 3c010204\n');
    await run(cache, '--out', join(folder, 'b.json'));
    expect(JSON.parse(readFileSync(join(folder, 'b.json'), 'utf8')).tensors.x).toEqual({
      min: -254,
      max: 254,
      threshold: 254,
    });
  });

  it('names the file that holds no ranges or is not there, and exits with 2', async () => {
    writeFileSync(join(folder, 'no.json'), '{}');
    for (const name of ['no.json', 'missing.cache']) {
      const { code, err } = await run(join(folder, name));
      expect(code).toBe(2);
      expect(err).toContain(name);
    }
  });
});
