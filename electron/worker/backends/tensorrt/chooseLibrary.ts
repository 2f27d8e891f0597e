// The installed TensorRT that a target names, and what loading it showed.
import { LatheError } from '#core/contract/failure.ts';
import type { Context } from '#electron/worker/context.ts';
import { startRunner } from '#electron/worker/runner/runner.ts';
import { missingTarget } from './abilities.ts';
import { discoverTensorRt, type FoundLibrary, type TensorRtKind } from './discover.ts';
import type { Nvidia, ProbedLibrary } from './nativeTypes.ts';

export interface ChosenLibrary {
  readonly library: FoundLibrary;
  readonly probed: Extract<ProbedLibrary, { problem: null }>;
  readonly nvidia: Nvidia;
}

/**
 * @param target such as `tensorrt` (the first that was found) or `tensorrt@10.6`.
 * @throws LatheError where none is found, loads or has that version.
 */
export async function chooseLibrary(context: Context, target: string): Promise<ChosenLibrary> {
  const [kind = '', version] = target.split('@');
  const libraries = (await discoverTensorRt(process.env)).filter((library) => library.kind === kind);
  const problems: string[] = [];
  for (const library of libraries) {
    const { probed, nvidia } = await probe(context, library);
    if (probed.problem !== null) problems.push(`${library.runtime}: ${probed.problem}`);
    else if (isVersion(probed.version, version)) return { library, probed, nvidia };
    else problems.push(`${library.runtime} is ${probed.version}`);
  }
  throw notFound(target, kind as TensorRtKind, problems);
}

/** In a process of its own: a library that crashes while it loads ends that one. */
async function probe(context: Context, library: FoundLibrary) {
  const runner = startRunner(context, library.runtime, { library: library.runtime });
  try {
    return await runner.ask({ command: 'probeTensorRt', paths: library });
  } finally {
    runner.close();
  }
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
