// Refuses to open as a model what is plainly something else, so that it never enters the list of models.
import { LatheError } from '#core/contract/failure.ts';
import { OnnxError } from '#core/onnx/error.ts';
import { otherFormat } from '#core/onnx/otherFormat.ts';
import { readModel } from '#core/onnx/read.ts';
import type { FileIdentity } from './fileIdentity.ts';
import { fileSource } from './fileSource.ts';

/** Enough for `otherFormat`. */
const BEGINNING = 512;

/** A damaged model passes: the inspection says what is wrong with it. Throws LatheError otherwise. */
export async function refuseOther({ path, bytes }: Omit<FileIdentity, 'id'>): Promise<void> {
  const source = fileSource(path, bytes);
  const start = await source.read(0, Math.min(bytes, BEGINNING)).catch((error: Error) => {
    throw refused(`${path} cannot be read (${error.message}).`, 'Check its permissions and try again.');
  });
  const other = otherFormat(start);
  // A model may by chance begin like something else: only one that does not read either is refused.
  if (other === undefined || (await reads(source))) return;
  throw refused(`${path} is ${bytes === 0 ? 'empty' : other.what}, not an ONNX model.`, other.next);
}

async function reads(source: Parameters<typeof readModel>[0]): Promise<boolean> {
  try {
    await readModel(source);
    return true;
  } catch (error) {
    if (error instanceof OnnxError) return false;
    throw error;
  }
}

function refused(reason: string, next: string): LatheError {
  return new LatheError({ kind: 'use', reason, next });
}
