// Builds, measurements and evaluations for tests, from the few figures that matter to each.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Evaluation, Measurement } from '#core/contract/measurement.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { summarizeLatency } from '#core/measure/latency.ts';

/** Its id is the precision unless said otherwise. */
export function aBuild(precision: BuildRecord['precision'], change: Partial<BuildRecord> = {}): BuildRecord {
  return {
    id: precision,
    model: 'model',
    modelName: 'net.onnx',
    modelSha256: 'a'.repeat(64),
    target: 'onnxruntime',
    precision,
    recipe: recipeSchema.parse({ precision }),
    directory: `/builds/${precision}`,
    engine: `/builds/${precision}/engine.onnx`,
    rewritten: `/builds/${precision}/model.onnx`,
    ranges: null,
    log: `/builds/${precision}/build.log`,
    engineSha256: 'b'.repeat(64),
    rewrittenSha256: 'c'.repeat(64),
    bytes: 1000,
    buildMs: 50,
    calibrationMs: null,
    phases: [],
    calibration: null,
    peakMemoryBytes: 2 ** 26,
    kept: [],
    warnings: [],
    engineOperators: { 'com.microsoft.nchwc.Conv': 10 },
    versions: { onnxruntime: '1.0.0' },
    device: 'a processor',
    createdAt: 0,
    ...change,
  };
}

/** Ten rounds of twenty inferences that vary by a hundredth around `ms`. */
export function aMeasurement(build: string, ms: number): Measurement {
  const rounds = Array.from({ length: 10 }, (_, round) =>
    Array.from({ length: 20 }, (_, index) => ms * (1 + ((round * 7 + index * 3) % 11) / 1000)),
  );
  const samples = rounds.flat();
  return {
    build,
    latencyMs: summarizeLatency(samples),
    throughput: 1000 / ms,
    firstInferenceMs: 5 * ms,
    loadMs: 30,
    warmUp: { count: 20, ms: 20 * ms, medianMs: ms },
    count: samples.length,
    roundMedians: rounds.map((round) => summarizeLatency(round).median),
    samples,
    peakMemoryBytes: 2 ** 27,
    conditions: { device: 'a processor', threads: 1, inputs: { image: [1, 3, 64, 64] }, rounds: 10 },
  };
}

export function anEvaluation(build: string, change: Partial<Evaluation> = {}): Evaluation {
  return {
    build,
    reference: 'fp32',
    samples: 100,
    source: 'test',
    data: 'test',
    outputs: [{ output: 'logits', cosine: 0.999, sqnrDb: 30, maxAbsError: 0.1 }],
    cosine: 0.999,
    sqnrDb: 30,
    maxAbsError: 0.1,
    top1Agreement: 0.99,
    accuracy: null,
    top1Interval: null,
    accuracyInterval: null,
    accuracyChange: null,
    worst: [{ sample: 'cat/1.jpg', index: 1, sqnrDb: 12 }],
    ...change,
  };
}
