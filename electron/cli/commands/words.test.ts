import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { calibrationSchema } from '#core/contract/recipe.ts';
import { allCommands } from '../commands.ts';
import { readOption } from '../option.ts';
import { calibrationOptions, withCalibration } from './words.ts';

const commands = await allCommands();

const folder = mkdtempSync(join(tmpdir(), 'lathe-words-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function given(texts: Partial<Record<keyof typeof calibrationOptions, string>>) {
  const { method, percentile, samples, preprocessing } = calibrationOptions;
  return {
    method: readOption('method', texts.method, method),
    percentile: readOption('percentile', texts.percentile, percentile),
    samples: readOption('samples', texts.samples, samples),
    preprocessing: readOption('preprocessing', texts.preprocessing, preprocessing),
  };
}

describe('options of a calibration', () => {
  const recipe = calibrationSchema.parse({ method: 'minmax', preprocessing: { resize: { width: 8, height: 8 } } });

  it('are the recipe’s where none is given', () => {
    expect(withCalibration(recipe, given({}))).toEqual(recipe);
  });

  it('come before the recipe’s, each by itself', () => {
    expect(withCalibration(recipe, given({ samples: '7' }))).toEqual({ ...recipe, samples: 7 });
  });

  it('take the preprocessing from the file that is named, with the contract’s defaults', () => {
    const path = join(folder, 'faces.json');
    writeFileSync(path, '{"resize":{"width":320,"height":240},"mean":[127,127,127],"std":[128,128,128]}');
    expect(withCalibration(recipe, given({ preprocessing: path })).preprocessing).toEqual({
      kind: 'image',
      resize: { width: 320, height: 240, fit: 'fill' },
      channels: 'rgb',
      layout: 'nchw',
      scale: 1,
      mean: [127, 127, 127],
      std: [128, 128, 128],
    });
  });
});

describe('names of options', () => {
  it('never begin with no-, which the parser takes for the contrary of another option', () => {
    const names = commands.flatMap(({ name, options }) => Object.keys(options).map((option) => `${name} --${option}`));
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => name.includes('--no-'))).toEqual([]);
  });
});
