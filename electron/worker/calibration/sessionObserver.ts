// Runs one sample after the other through onnxruntime-node, which copies what it gives out: for models and machines that the native observer does not take.
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { toNumbers } from '#electron/worker/value.ts';
import { calm, type ObservedFile, type Observer } from './observer.ts';
import { bufferOutputs } from './outputBuffers.ts';

/** @throws LatheError with ONNX Runtime's own words where it refuses the model. */
export function openSessionObserver(file: ObservedFile): Observer {
  const { path, threads, optimization } = file;
  const session = openSession(path, { threads, optimization, arena: false, configuration: { session: calm } });
  const places = new Map(file.tensors.map((tensor, place) => [file.nameOf(tensor), place]));
  const given = new Set(session.inputs.map(({ name }) => name));
  const computed = [...places.keys()].filter((name) => !given.has(name));
  const model = bufferOutputs(session, computed);
  return {
    lanes: 1,
    async observe(values, histograms) {
      const observed = Object.entries({ ...values, ...model.run(values) }).flatMap(([name, value]) => {
        const place = places.get(name);
        const numbers = place === undefined ? undefined : toNumbers(value);
        return place === undefined || !numbers ? [] : [{ place, numbers }];
      });
      histograms.submit(
        Uint32Array.from(observed, ({ place }) => place),
        observed.map(({ numbers }) => (numbers instanceof Float32Array ? numbers : Float32Array.from(numbers))),
      );
      return histograms.wait();
    },
    close() {
      model.release();
      session.close();
    },
  };
}
