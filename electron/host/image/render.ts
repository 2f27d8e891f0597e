// Renders one image of a data set as the model will see it.
import { fileURLToPath } from 'node:url';
import { LatheError } from '#core/contract/failure.ts';
import { askProcess } from '../askProcess.ts';
import { type ImageRequest, imageAnswerSchema } from './protocol.ts';

const entry = fileURLToPath(new URL('./process.ts', import.meta.url));
const TIMEOUT_MS = 20_000;

/** A PNG. Throws LatheError that names the file where it does not decode. */
export async function renderImage(request: ImageRequest): Promise<Uint8Array<ArrayBuffer>> {
  const raw = await askProcess(entry, request, `decodes ${request.path}`, TIMEOUT_MS);
  const answer = imageAnswerSchema.parse(raw);
  if (answer.type === 'failed') throw new LatheError(answer.failure);
  return answer.png;
}
