// Runs one sample after the other through onnxruntime-node, which copies what it gives out: for models and machines that the native observer does not take.
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { toNumbers } from '#electron/worker/value.ts';
import { type ObservedModel, type Observer, sessionEntries } from './observer.ts';
import { bufferOutputs } from './outputBuffers.ts';

/** @throws LatheError with ONNX Runtime's own words where it refuses the model. */
export function openSessionObserver(observed: ObservedModel): Observer {
  const { threads, optimization } = observed;
  const configuration = { session: sessionEntries(observed) };
  const session = openSession(observed.model, { threads, optimization, arena: false, configuration });
  const places = new Map(observed.tensors.map((tensor, place) => [observed.nameOf(tensor), place]));
  const given = new Set(session.inputs.map(({ name }) => name));
  const computed = [...places.keys()].filter((name) => !given.has(name));
  const buffered = bufferOutputs(session, computed);
  return {
    lanes: 1,
    async observe(values, histograms) {
      const found = Object.entries({ ...values, ...buffered.run(values) }).flatMap(([name, value]) => {
        const place = places.get(name);
        const numbers = place === undefined ? undefined : toNumbers(value);
        return place === undefined || !numbers ? [] : [{ place, numbers }];
      });
      histograms.submit(
        Uint32Array.from(found, ({ place }) => place),
        found.map(({ numbers }) => (numbers instanceof Float32Array ? numbers : Float32Array.from(numbers))),
      );
      return histograms.wait();
    },
    close() {
      buffered.release();
      session.close();
    },
  };
}
