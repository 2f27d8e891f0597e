// The installed TensorRT that a target names, and what loading it showed.
import { LatheError } from '#core/contract/failure.ts';
import type { Context } from '#electron/worker/context.ts';
import { type Runner, startRunner } from '#electron/worker/runner/runner.ts';
import { missingTarget } from './abilities.ts';
import { discoverTensorRt, type FoundLibrary, type TensorRtKind } from './discover.ts';
import type { Nvidia, ProbedBuilder, ProbedLibrary } from './nativeTypes.ts';

export interface ChosenLibrary {
  readonly library: FoundLibrary;
  readonly probed: Extract<ProbedLibrary, { problem: null }>;
  readonly nvidia: Nvidia;
}

export interface OpenedLibrary extends ChosenLibrary {
  /** The process that has loaded it. */
  readonly runner: Runner;
}

/**
 * @param target such as `tensorrt` (the first that was found) or `tensorrt@10.6`.
 * @throws LatheError where none is found, loads or has that version.
 */
export async function chooseLibrary(context: Context, target: string): Promise<ChosenLibrary> {
  const { runner, ...chosen } = await openLibrary(context, target);
  runner.close();
  return chosen;
}

/** As `chooseLibrary`, and leaves the process that has loaded it open for more: loading takes its time. */
export async function openLibrary(context: Context, target: string): Promise<OpenedLibrary> {
  const [kind = '', version] = target.split('@');
  const libraries = (await discoverTensorRt(process.env)).filter((library) => library.kind === kind);
  const problems: string[] = [];
  for (const library of libraries) {
    // In a process of its own: a library that crashes while it loads ends that one.
    const runner = startRunner(context, library.runtime, { library: library.runtime });
    try {
      const { probed, nvidia } = await runner.ask({ command: 'probeTensorRt', paths: library });
      if (probed.problem !== null) problems.push(`${library.runtime}: ${probed.problem}`);
      else if (isVersion(probed.version, version)) return { library, probed, nvidia, runner };
      else problems.push(`${library.runtime} is ${probed.version}`);
    } catch (error) {
      runner.close();
      throw error;
    }
    runner.close();
  }
  throw notFound(target, kind as TensorRtKind, problems);
}

/** @throws LatheError where it can make no builder, which takes seconds to find out where there is a GPU. */
export async function openBuilder({ library, probed, nvidia, runner }: OpenedLibrary): Promise<ProbedBuilder> {
  const builder = await runner.ask({ command: 'openBuilder', paths: library });
  if (builder.problem === null) return builder;
  throw cannotBuild(
    `${library.kind} ${probed.version}`,
    builder.problem,
    nvidia.devices.length === 0
      ? 'Build on a machine with an NVIDIA GPU, or for tensorrt-rtx, which builds without one.'
      : 'Install the whole of this TensorRT (its builder resources too) and a driver that is new enough; see `lathe doctor`.',
  );
}

/** @throws LatheError where the library cannot read models. */
export function requireParser({ library, probed }: ChosenLibrary): void {
  if (library.parser !== null) return;
  throw cannotBuild(
    `${library.kind} ${probed.version}`,
    `no ONNX parser lies beside ${library.runtime}`,
    'Install the whole of it (libnvonnxparser), or name another folder in LATHE_TENSORRT.',
  );
}

function cannotBuild(what: string, problem: string, next: string): LatheError {
  return new LatheError({
    kind: 'job',
    reason: `${what} cannot build here: ${problem.trim().replace(/\.$/, '')}.`,
    next,
  });
}

function isVersion(found: string, wanted: string | undefined): boolean {
  return wanted === undefined || found === wanted || found.startsWith(`${wanted}.`);
}

function notFound(target: string, kind: TensorRtKind, problems: readonly string[]): LatheError {
  const { why } = missingTarget(kind);
  const command = why.slice(why.indexOf('pip '));
  if (problems.length === 0) {
    return new LatheError({
      kind: 'use',
      reason: `No ${kind === 'tensorrt' ? 'TensorRT' : 'TensorRT-RTX'} was found for the target ${target}.`,
      next: `Get it with ${command}, or name its folder in LATHE_TENSORRT; \`lathe doctor\` shows what was found.`,
    });
  }
  return new LatheError({
    kind: 'use',
    reason: `No usable library was found for the target ${target}: ${problems.join('; ')}.`,
    next: 'Ask for a version that is there (`lathe doctor` lists them), or name its folder in LATHE_TENSORRT.',
  });
}
