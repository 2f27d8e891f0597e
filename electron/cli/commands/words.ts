// Words and options that several commands share.
import { jobTable } from '#core/contract/job.ts';
import { benchOptionsSchema } from '#core/contract/measurement.ts';
import { type CalibrationOptions, calibrationSchema, type Recipe } from '#core/contract/recipe.ts';
import { readPreprocessing } from '#electron/data/preprocessing.ts';
import type { Positional } from '../command.ts';
import { type OptionValues, option, switchOption, textOption } from '../option.ts';

export const modelPositional: Positional = { name: 'MODEL', description: 'the ONNX model', required: true };

export const targetOption = option(jobTable.compare.request.shape.target, 'TARGET');

export const hostOption = textOption('NAME', 'the host that does it, as `lathe hosts` lists them; else this machine');

/** For a request: the field is absent where this machine is meant. */
export function hostOf({ host }: { readonly host: string | undefined }) {
  return host === undefined ? {} : { host };
}

const { method, percentile, samples } = calibrationSchema.shape;
const { warmUpMs, durationMs, iterations, rounds, streams } = benchOptionsSchema.shape;

/** Not given means: as the recipe says, else the schema's default. */
export const calibrationOptions = {
  method: option(method.unwrap().optional(), 'METHOD', 'how ranges are chosen [mse]'),
  percentile: option(
    percentile.unwrap().optional(),
    'PERCENT',
    'share of values kept by the method percentile [99.99]',
  ),
  samples: option(samples.unwrap().optional(), 'COUNT', 'at most so many samples, taken evenly over the data [512]'),
  preprocessing: textOption(
    'FILE',
    'how images become the input: a preprocessing.json (resize, channels, layout, scale, mean, std); else the one beside the data or the model',
  ),
};

/** Given or not: a recipe that says so is not contradicted. */
export const quantizationOptions = {
  equalize: switchOption('even out channels between convolutions before quantizing'),
  'bias-correction': switchOption('take what quantized weights shift on average out of the biases; needs data'),
};

/** What the options and the recipe ask for, as fields of a recipe. */
export function quantizationOf(
  given: OptionValues<typeof quantizationOptions>,
  base: Pick<Recipe, 'equalize' | 'biasCorrection'> | null | undefined,
) {
  return {
    equalize: given.equalize || base?.equalize,
    biasCorrection: given['bias-correction'] || base?.biasCorrection,
  };
}

/** Throws LatheError where the file with the preprocessing cannot be used. */
export function withCalibration(
  base: CalibrationOptions,
  given: OptionValues<typeof calibrationOptions>,
): CalibrationOptions {
  return {
    ...base,
    method: given.method ?? base.method,
    percentile: given.percentile ?? base.percentile,
    samples: given.samples ?? base.samples,
    preprocessing: given.preprocessing === undefined ? base.preprocessing : readPreprocessing(given.preprocessing),
  };
}

export const benchOptions = {
  'warm-up': option(warmUpMs, 'MS', 'milliseconds of warm-up for each engine'),
  duration: option(durationMs, 'MS', 'milliseconds measured for each engine'),
  iterations: option(iterations, 'COUNT', 'at least so many inferences for each engine'),
  rounds: option(rounds, 'COUNT', 'interleaved rounds, so that noise hits all engines alike'),
  streams: option(streams, 'COUNT'),
  'cuda-graph': switchOption('launch a captured CUDA graph, so that the host is not in the way'),
  'without-transfers': switchOption('leave out copying inputs to the GPU and outputs from it'),
};

export function benchRequest(given: OptionValues<typeof benchOptions>) {
  return {
    warmUpMs: given['warm-up'],
    durationMs: given.duration,
    iterations: given.iterations,
    rounds: given.rounds,
    streams: given.streams,
    graph: given['cuda-graph'],
    transfers: !given['without-transfers'],
  };
}
