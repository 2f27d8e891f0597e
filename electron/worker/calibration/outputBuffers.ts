// Runs a session over samples with its outputs in two sets of buffers that take turns, so that one can be read while the other is written.
import { LatheError } from '#core/contract/failure.ts';
import type { Session } from '#electron/worker/backends/onnxruntime/session.ts';
import type { Value, Values } from '#electron/worker/value.ts';

export interface BufferedSession {
  /** The values given are good until the run after the next one. */
  run(feeds: Values): Values;
  /** Gives the buffers back at once; what was given out must not be read any more. */
  release(): void;
}

/** Outputs of a model with inputs of one shape have one shape each, but for operators whose result depends on data. */
export function bufferOutputs(session: Session, outputs: readonly string[]): BufferedSession {
  let shapes = '';
  let buffers: [Values, Values] | undefined;
  let turn: 0 | 1 = 0;
  let fixed = true;

  const fresh = (feeds: Values, key: string): Values => {
    const found = session.run(feeds, outputs);
    const plain = Object.values(found).every(({ type }) => type === 'float32');
    shapes = key;
    buffers = fixed && plain ? [emptied(found), found] : undefined;
    turn = 0;
    return found;
  };
  return {
    run(feeds) {
      const key = Object.entries(feeds)
        .map(([name, { dims }]) => `${name} ${dims.join('x')}`)
        .join();
      if (!buffers || key !== shapes) return fresh(feeds, key);
      const into = buffers[turn];
      turn = turn === 0 ? 1 : 0;
      try {
        session.runInto(feeds, into);
        return into;
      } catch (error) {
        if (!(error instanceof LatheError)) throw error;
        // A shape that depends on data; where something else is wrong the plain run says so.
        fixed = false;
        return fresh(feeds, key);
      }
    },
    release() {
      for (const { data } of (buffers ?? []).flatMap((values) => Object.values(values))) {
        if (data instanceof Float32Array && data.buffer instanceof ArrayBuffer) data.buffer.transfer(0);
      }
      buffers = undefined;
    },
  };
}

function emptied(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, { dims, data }]): [string, Value] => [
      name,
      { type: 'float32', dims, data: new Float32Array(data.length) },
    ]),
  );
}
