// The trtexec command that makes the same engine: for a bug report, a script, or a second opinion.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Profile, TensorRtOptions } from '#core/contract/recipe.ts';
import { tensorRtOptionsSchema } from '#core/contract/recipe.ts';
import { precisionPlan } from '#core/precision/precisionPlan.ts';
import { quote } from './quote.ts';

export type Buildable = Pick<BuildRecord, 'target' | 'versions' | 'recipe' | 'rewritten'>;

export interface TrtexecCommand {
  readonly command: string;
  /** What the command cannot say as the build did. */
  readonly notes: readonly string[];
}

interface Asked {
  readonly build: Buildable;
  readonly major: number;
  readonly rtx: boolean;
  readonly options: TensorRtOptions;
}

/**
 * Flags are those of trtexec 8.6, 10 and 11, and of tensorrt_rtx, which is TensorRT-RTX's.
 * @param engine the file that it shall write, and @param cache the calibration cache for INT8 by flags.
 * @returns null for other targets than TensorRT.
 */
export function buildCommand(
  build: Buildable,
  engine = 'engine.plan',
  cache = 'calibration.cache',
): TrtexecCommand | null {
  const [kind = '', asked] = build.target.split('@');
  if (!kind.startsWith('tensorrt')) return null;
  const rtx = kind === 'tensorrt-rtx';
  const version = build.versions[kind] ?? asked ?? '10';
  const options = build.recipe.options.tensorrt ?? tensorRtOptionsSchema.parse({});
  const asking = { build, rtx, options, major: rtx ? 11 : Number.parseInt(version, 10) };
  const flags = [
    `--onnx=${build.rewritten}`,
    `--saveEngine=${engine}`,
    ...precisionFlags(asking, cache),
    ...profileFlags(profilesOf(asking)),
    ...builderFlags(asking),
    '--skipInference',
  ];
  return { command: [rtx ? 'tensorrt_rtx' : 'trtexec', ...flags.map(quote)].join(' '), notes: notes(asking) };
}

/** From 11 on types come from the model alone; 10 is told so, and 8.6 takes them only where flags allow them. */
function precisionFlags({ build, major, options }: Asked, cache: string): string[] {
  const { precision } = build.recipe;
  if (major >= 11) return [];
  if (options.route === 'flags') {
    if (precision === 'fp16') return ['--fp16'];
    return precision === 'int8' ? ['--fp16', '--int8', `--calib=${cache}`] : [];
  }
  if (major >= 10) return ['--stronglyTyped'];
  const { quantized, half } = precisionPlan(build.recipe);
  return [quantized, half].flatMap((part) => (part ? [`--${part.precision}`] : []));
}

/** Those that the engine has: a recipe that states none of its own leaves the first place to the others. */
function profilesOf({ build, options, major }: Asked): readonly Readonly<Record<string, Profile>>[] {
  const stated = [build.recipe.profiles, ...options.moreProfiles].filter((one) => Object.keys(one).length > 0);
  return countsProfiles({ major }) ? stated : stated.slice(0, 1);
}

/** trtexec 8.6 builds with one profile. */
function countsProfiles({ major }: Pick<Asked, 'major'>): boolean {
  return major >= 10;
}

/** trtexec counts profiles from 0 without a gap; the shapes that follow one belong to it. A single one is not counted. */
function profileFlags(profiles: readonly Readonly<Record<string, Profile>>[]): string[] {
  if (profiles.length === 1) return profiles.flatMap(shapeFlags);
  return profiles.flatMap((shapes, index) => [`--profile=${index}`, ...shapeFlags(shapes)]);
}

function shapeFlags(profiles: Readonly<Record<string, Profile>>): string[] {
  const inputs = Object.entries(profiles);
  if (inputs.length === 0) return [];
  return (['min', 'opt', 'max'] as const).map((bound) => {
    const shapes = inputs.map(([name, profile]) => `${name}:${profile[bound].join('x')}`);
    return `--${bound}Shapes=${shapes.join(',')}`;
  });
}

function builderFlags({ options, rtx, major }: Asked): string[] {
  const { workspaceMegabytes, optimizationLevel, timingIterations, plugins } = options;
  return [
    ...(workspaceMegabytes === undefined ? [] : [`--memPoolSize=workspace:${workspaceMegabytes}M`]),
    ...(optimizationLevel === undefined ? [] : [`--builderOptimizationLevel=${optimizationLevel}`]),
    ...(timingIterations === undefined ? [] : [`--avgTiming=${timingIterations}`]),
    ...(options.tf32 ? [] : ['--noTF32']),
    ...(options.sparseWeights ? ['--sparsity=enable'] : []),
    ...(options.versionCompatible ? ['--versionCompatible'] : []),
    ...(options.amperePlus ? ['--hardwareCompatibilityLevel=ampere+'] : []),
    ...(options.dla ? [`--useDLACore=${options.dla.core}`] : []),
    ...(options.dla?.gpuFallback ? ['--allowGPUFallback'] : []),
    ...(options.refit ? ['--refit'] : []),
    ...(options.stripPlan && major >= 10 ? ['--stripWeights'] : []),
    ...debugFlags(options),
    `--profilingVerbosity=${options.detailed ? 'detailed' : 'layer_names_only'}`,
    ...plugins.map((path) => `--staticPlugins=${path}`),
    // RTX times no kernels when it builds.
    ...(rtx ? [] : ['--timingCacheFile=timing.cache']),
  ];
}

/** Names that are chosen when the engine is built are not on record. */
function debugFlags({ debugTensors }: TensorRtOptions): string[] {
  if (debugTensors === 'unfused') return ['--markUnfusedTensorsAsDebugTensors'];
  return Array.isArray(debugTensors) && debugTensors.length > 0 ? [`--markDebug=${debugTensors.join(',')}`] : [];
}

function notes(asking: Asked): string[] {
  const { build, options } = asking;
  const said: string[] = [];
  const stated = [build.recipe.profiles, ...options.moreProfiles].filter((one) => Object.keys(one).length > 0);
  if (stated.length > profilesOf(asking).length) {
    said.push(`The command has the first of ${stated.length} optimization profiles.`);
  }
  if (stated.length === 0) {
    said.push('Dynamic dimensions are 1, as trtexec takes them too where it is given no shapes.');
  }
  if (options.debugTensors === 'layers' || options.debugTensors === 'all') {
    said.push('The engine gives out values of its layers; trtexec marks those that --markDebug names.');
  }
  return said;
}
