// The process that decodes what strangers send: images become the model's input by the code that calibration uses.
import { Socket } from 'node:net';
import sharp from 'sharp';
import { createAssembler } from '#electron/deploy/engine/assemble.ts';
import { encodeFrame, type Frame, type FramedTensor } from '#electron/deploy/engine/frame.ts';
import { readElements } from '#electron/deploy/protocol/wireTensor.ts';
import { decodePixels } from '#electron/worker/data/pixels.ts';
import { modelInput } from './modelInput.ts';
import { type ImageQuestion, imageQuestionSchema } from './question.ts';

// Images are decoded side by side, so that one needs no threads of its own; none comes twice, so that nothing is kept.
sharp.concurrency(1);
sharp.cache(false);
const socket = new Socket({ fd: 3, readable: true, writable: true });

function write(frame: Partial<Frame> & Pick<Frame, 'kind' | 'id'>): void {
  const { chunks } = encodeFrame(frame);
  socket.cork();
  for (const chunk of chunks) socket.write(chunk);
  socket.uncork();
}

/** A model asks the same of all its images. */
const questions = new Map<string, ImageQuestion>();

function questionOf(text: string): ImageQuestion {
  const known = questions.get(text);
  if (known) return known;
  const question = imageQuestionSchema.parse(JSON.parse(text));
  questions.set(text, question);
  return question;
}

async function decode({ text, tensors }: Frame): Promise<FramedTensor> {
  const question = questionOf(text);
  const images = readElements(tensors[0]?.parts[0] ?? new Uint8Array());
  const { resize } = question.preprocessing;
  return modelInput(await Promise.all(images.map((image) => decodePixels(image, resize))), question);
}

socket.on(
  'data',
  createAssembler((frame) => {
    decode(frame).then(
      (tensor) => write({ kind: 'inferred', id: frame.id, tensors: [tensor] }),
      (error) => write({ kind: 'failure', id: frame.id, text: error instanceof Error ? error.message : String(error) }),
    );
  }),
);
socket.on('close', () => process.exit(0));
