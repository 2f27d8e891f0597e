// A session over a part of a model, written to the scratch folder for as long as it is open.
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { openSession, type Session } from '#electron/worker/backends/onnxruntime/session.ts';
import type { Context } from '#electron/worker/context.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';

export interface PartOptions {
  readonly openExternal: OpenExternal;
  readonly threads: number;
  /** Whether Q/DQ runs as it is written, in FP32, and not in ONNX Runtime's own 8-bit kernels. */
  readonly simulated: boolean;
}

/** Runs `work` with the session and closes it, whatever happens. */
export async function withPart<T>(
  context: Context,
  model: Model,
  options: PartOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const path = join(context.place.scratch, `part-${randomUUID()}.onnx`);
  const files = await writeModelFile(model, path, { openExternal: options.openExternal, signal: context.signal });
  try {
    const session = openSession(path, {
      name: 'a part of the model',
      threads: options.threads,
      optimization: 'all',
      ...(options.simulated ? { configuration: { session: { disable_quant_qdq: '1' } } } : {}),
    });
    try {
      return await work(session);
    } finally {
      session.close();
    }
  } finally {
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }
}
