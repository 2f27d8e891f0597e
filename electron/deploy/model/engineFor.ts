// How the engine at a source is loaded on this machine.
import type { Hello } from '#electron/deploy/engine/hello.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import { engineLibrary, isTensorRt } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import type { Context } from '#electron/worker/context.ts';
import type { ModelSource } from './source.ts';

/**
 * @param threads of one session of ONNX Runtime; 0: as the recipe says.
 * @throws LatheError that says why the engine cannot run here.
 */
export async function engineFor(source: ModelSource, threads: number, log: (line: string) => void): Promise<Hello> {
  const { build, engine } = source;
  if (build && isTensorRt(build)) {
    const { runtime, parser, weights } = await engineLibrary(quietContext(log), { ...build, engine });
    return { engine, threads: 1, optimization: 'none', tensorrt: { runtime, parser, weights } };
  }
  return {
    engine,
    threads: threadCount(threads || (build?.recipe.options.threads ?? 0)),
    optimization: build ? 'none' : 'all',
    tensorrt: null,
  };
}

/** Finding a library writes nothing and is not to be cancelled. */
function quietContext(log: (line: string) => void): Context {
  const place = { scratch: '', calibrations: '', builds: '' };
  return { log, progress: () => {}, signal: new AbortController().signal, place };
}
