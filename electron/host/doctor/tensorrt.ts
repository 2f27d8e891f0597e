// Every TensorRT of this machine, and what each can do here.
import { fileURLToPath } from 'node:url';
import { LatheError } from '#core/contract/failure.ts';
import type { TargetInfo } from '#core/contract/target.ts';
import {
  describeTarget,
  type Examined,
  missingTarget,
  unusable,
} from '#electron/worker/backends/tensorrt/abilities.ts';
import { discoverTensorRt, type FoundLibrary, type TensorRtKind } from '#electron/worker/backends/tensorrt/discover.ts';
import { askProcess } from '../askProcess.ts';

const entry = fileURLToPath(new URL('./probeTensorRt.ts', import.meta.url));
/** A first look at a GPU loads kernels, which takes seconds. */
const TIMEOUT_MS = 30_000;
const kinds: readonly TensorRtKind[] = ['tensorrt', 'tensorrt-rtx'];

/** A kind that was not found is told of too, with the command that gets it. */
export async function describeTensorRt(environment: NodeJS.ProcessEnv): Promise<readonly TargetInfo[]> {
  const found = await discoverTensorRt(environment);
  const described = await Promise.all(found.map(describe));
  return kinds.flatMap((kind) => {
    const ofKind = described.filter(({ name }) => name === kind);
    return ofKind.length > 0 ? ofKind : [missingTarget(kind)];
  });
}

/** Each library is loaded in a process of its own: one that crashes is told of, and the others are seen all the same. */
async function describe(library: FoundLibrary): Promise<TargetInfo> {
  const { runtime, parser } = library;
  try {
    const answer = await askProcess(entry, { runtime, parser }, `loads ${runtime}`, TIMEOUT_MS);
    return describeTarget(library, answer as Examined);
  } catch (error) {
    const problem = error instanceof LatheError ? error.failure.reason : String(error);
    return describeTarget(library, unusable(problem));
  }
}
