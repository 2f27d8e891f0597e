// `lathe ranges`: shows the ranges in a file, the difference of two, and writes them in another form.
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { digits } from '#core/measure/report/units.ts';
import { diffRanges, type RangeDifference } from '#core/precision/diffRanges.ts';
import { type Ranges, RangesError, serializeRanges } from '#core/precision/ranges.ts';
import { cacheHead, cacheOfRanges, readRangesText } from '#core/precision/rangesText.ts';
import { absoluteMaximum } from '#core/precision/scale.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { option, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { textTable } from '../textTable.ts';
import { writeOutput } from '../writeOutput.ts';

const version = z.string().regex(/^\d+$/, 'digits are needed, such as 100600 for 10.6.0');

export const ranges = command({
  name: 'ranges',
  description: 'show the INT8 ranges in a file, or how two files differ',
  positionals: [
    { name: 'RANGES', description: 'a ranges.json, a build’s folder or TensorRT’s calibration.cache', required: true },
    { name: 'OTHER', description: 'what to compare it with', required: false },
  ],
  options: {
    out: textOption('FILE', 'write them here: as TensorRT’s cache where the name ends with .cache, else as JSON'),
    'cache-version': option(version.default(cacheHead.version), 'VERSION', 'TensorRT’s version to state in a cache'),
    algorithm: option(
      z.string().regex(/^\w+$/, 'one word is needed').default(cacheHead.algorithm),
      'NAME',
      'the calibrator to state in a cache',
    ),
  },
  async run({ words, options, json, terminal }) {
    const [first = '', second] = words;
    const found = await readRangesAt(first);
    if (options.out) {
      const head = { version: options['cache-version'], algorithm: options.algorithm };
      const isCache = options.out.endsWith('.cache');
      await writeOutput(resolve(options.out), isCache ? cacheOfRanges(found, head) : serializeRanges(found));
    }
    if (second === undefined) {
      if (json) printJson(terminal, { method: found.method, samples: found.samples, tensors: tableOf(found) });
      else terminal.out(rangesText(found));
      return 0;
    }
    const other = await readRangesAt(second);
    const differences = diffRanges(found.tensors, other.tensors);
    if (json) printJson(terminal, { methods: [found.method, other.method], tensors: differences });
    else terminal.out(differenceText(differences, found.method, other.method));
    return 0;
  },
});

async function readRangesAt(path: string): Promise<Ranges> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'ranges.json') : path;
    return readRangesText(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof RangesError) throw wrongUse(`${path}: ${error.message}`, error.next);
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const next = 'Name a ranges.json, the folder of an INT8 build, or a calibration.cache of TensorRT.';
    throw wrongUse(`${path} cannot be read (${code}).`, next);
  }
}

function tableOf({ tensors }: Ranges) {
  return Object.entries(tensors).map(([tensor, range]) => {
    const threshold = absoluteMaximum(range);
    return { tensor, ...range, threshold, scale: threshold / 127 };
  });
}

function rangesText(found: Ranges): string {
  const table = tableOf(found);
  const rows = table.map(({ tensor, min, max, threshold, scale }) => [
    tensor,
    ...[min, max, threshold, scale].map(digits),
  ]);
  const from = found.samples > 0 ? ` from ${found.samples} samples` : '';
  const head = `${table.length} ranges by ${found.method}${from}`;
  return `${head}\n\n${textTable(['tensor', 'min', 'max', 'threshold', 'scale'], rows, [1, 2, 3, 4])}\n`;
}

function differenceText(differences: readonly RangeDifference[], before: string, after: string): string {
  const value = (bound: number | undefined) => (bound === undefined ? '–' : digits(bound));
  const rows = differences.map(({ tensor, before, after, ratio }) => [
    tensor,
    value(before),
    value(after),
    ratio === undefined ? '' : `×${ratio.toFixed(3)}`,
  ]);
  // A cache keeps float32, which is no difference.
  const changed = differences.filter(({ ratio }) => ratio === undefined || Math.abs(ratio - 1) > 1e-6).length;
  const head = `${changed} of ${differences.length} thresholds differ`;
  return `${head}\n\n${textTable(['tensor', before, after, 'ratio'], rows, [1, 2, 3])}\n`;
}
