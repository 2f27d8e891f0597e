// What went wrong in a build with TensorRT, as a reason and the next step.
import { LatheError } from '#core/contract/failure.ts';
import type { TensorRtOptions } from '#core/contract/recipe.ts';
import { cancelledError } from '#electron/worker/context.ts';
import type { BuildOutcome } from './nativeTypes.ts';

const nextSteps: readonly (readonly [RegExp, string])[] = [
  [
    /builder_resource/i,
    'This TensorRT lacks the library of kernels for this GPU; install the whole of it: pip install tensorrt',
  ],
  [
    /CUDA (initialization|driver)|error 35|insufficient driver|no CUDA-capable/i,
    'Build on a machine with an NVIDIA GPU and a driver that is new enough, or for tensorrt-rtx, which builds without one.',
  ],
  [
    /out of memory|OutOfMemory|failed to allocate|cudaMalloc|bad_alloc/i,
    'Use smaller shapes in the profiles or a smaller workspace, or close what else uses the GPU.',
  ],
  [
    /graph_jit.*CUDA_SUCCESS/i,
    'TensorRT-RTX makes engines that can be refitted on machines with a GPU only: leave "refit" and "stripPlan" out of the recipe.',
  ],
  [
    /libnvinfer_(lean|dispatch)/i,
    'Install the whole of this TensorRT (its lean runtime lies beside libnvinfer), or leave "versionCompatible" out of the recipe.',
  ],
  [/no DLA core/i, 'Leave "dla" out of the recipe, or build on a device that has such a core (Jetson, DRIVE).'],
  [/profile/i, 'Correct the shapes under "profiles" in the recipe.'],
  [
    /Could not find any implementation/i,
    'Keep the named nodes in FP32 (keep in the recipe), or build with a larger workspace.',
  ],
  [
    /expectedDataType<T>\(\)/,
    'TensorRT 10.6 was seen to fail so among INT8 and 16 bits, and to build the same model otherwise: leave "otherPrecision" out of the recipe, or build it in FP16.',
  ],
  [/has no option for/i, 'Leave the option out, or build with another TensorRT.'],
  [/series that Lathe does not know/i, 'Install TensorRT 8.6, 10 or 11, or TensorRT-RTX 1.5 or newer.'],
  [/No space left|could not be written/i, 'Make room on the disk, and run it again.'],
  [/deserialize|protobuf|ModelProto|no protobuf/i, 'The file is damaged or no ONNX model; export or copy it again.'],
];

const byStage: Readonly<Record<BuildOutcome['stage'], string>> = {
  load: 'Run `lathe doctor` to see what was found and what it can do here.',
  parse: 'Open the model in Lathe to see which operators this target lacks, or export it with another opset.',
  configure: 'Correct the options in the recipe.',
  build: 'Look at the log; other precisions and targets are not touched.',
  write: 'Look at the folder that it was to be written to.',
};

/** @param what names the model and precision. @param asked what else of the recipe may be why. */
export function buildFailure(
  what: string,
  outcome: BuildOutcome,
  asked: Pick<TensorRtOptions, 'debugTensors'> = {},
): LatheError {
  if (outcome.status === 'cancelled') return cancelledError();
  const words = outcome.reason.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
  const known = nextSteps.find(([pattern]) => pattern.test(words))?.[1] ?? byStage[outcome.stage];
  const marks = outcome.stage === 'build' && asked.debugTensors !== undefined;
  const next = marks ? `Leave "debugTensors" out of the recipe, which changes what can be fused. ${known}` : known;
  const detail = outcome.parserMessages.map(
    ({ nodeName, operator, description, code, file, line }) =>
      `${operator || 'model'} '${nodeName}': ${description} (code ${code}, ${file}:${line})`,
  );
  return new LatheError({
    kind: 'job',
    reason: `${what} could not be built: ${words}.`,
    next,
    ...(detail.length > 0 ? { detail: detail.join('\n') } : {}),
  });
}
