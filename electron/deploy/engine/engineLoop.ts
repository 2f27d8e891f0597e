// One session of an engine: loads what it is told, then answers one inference after the other until the gateway is gone.
import { setImmediate as turn } from 'node:timers/promises';
import { toFailure } from '#core/contract/failure.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { openTensorRtSession } from '#electron/worker/backends/tensorrt/session.ts';
import type { OpenEngine } from '#electron/worker/build/openEngine.ts';
import type { Value } from '#electron/worker/value.ts';
import { framedValue, valueOfFramed } from './engineValues.ts';
import type { Frame } from './frame.ts';
import { createFrameFile } from './frameFile.ts';
import { type Described, type Hello, helloSchema } from './hello.ts';
import { openNativeSession } from './nativeSession.ts';

/** Outputs are freed by the event loop, which runs once in so many inferences. */
const inferencesBetweenTurns = 16;

export async function engineLoop(fd: number): Promise<void> {
  const file = createFrameFile(fd);
  let engine: OpenEngine | undefined;
  let inferences = 0;
  for (let frame = file.read(); frame; frame = file.read()) {
    const { id } = frame;
    try {
      if (frame.kind === 'hello') {
        const hello = helloSchema.parse(JSON.parse(frame.text));
        const native = hello.tensorrt ? undefined : openNativeSession(hello);
        engine = native ? undefined : open(hello);
        const described: Described = native?.described ?? {
          inputs: engine?.inputs ?? [],
          outputs: engine?.outputs ?? [],
        };
        file.write({ kind: 'described', id, text: JSON.stringify(described) });
        if (native) return native.answer(fd);
      } else if (engine) file.write(infer(engine, frame));
    } catch (error) {
      const { reason } = toFailure(error);
      file.write({ kind: 'failure', id, text: reason });
    }
    inferences += 1;
    if (inferences % inferencesBetweenTurns === 0) await turn();
  }
  engine?.close();
}

function open({ engine, threads, optimization, tensorrt }: Hello): OpenEngine {
  if (tensorrt) return openTensorRtSession(tensorrt, engine);
  // Threads that spin between inferences would take the gateway's processor time.
  const configuration = { session: { 'intra_op.allow_spinning': '0' } };
  return openSession(engine, { threads, optimization, configuration });
}

function infer(engine: OpenEngine, { id, tensors, numbers }: Frame): Partial<Frame> & Pick<Frame, 'kind' | 'id'> {
  const feeds: Record<string, Value> = {};
  for (const tensor of tensors) {
    const port = engine.inputs[tensor.index];
    if (port) feeds[port.name] = valueOfFramed(port, tensor);
  }
  const wanted = numbers.flatMap((index) => engine.outputs[index]?.name ?? []);
  const start = performance.now();
  const results = engine.run(feeds, wanted);
  const micros = Math.round((performance.now() - start) * 1000);
  const outputs = numbers.flatMap((index) => {
    const value = results[engine.outputs[index]?.name ?? ''];
    return value ? [framedValue(index, value)] : [];
  });
  return { kind: 'inferred', id, numbers: [micros], tensors: outputs };
}
