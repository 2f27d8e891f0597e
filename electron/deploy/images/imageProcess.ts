// The process that decodes what strangers send: images become the model's input by the code that calibration uses.
import { Socket } from 'node:net';
import sharp from 'sharp';
import { createAssembler } from '#electron/deploy/engine/assemble.ts';
import { framedValue } from '#electron/deploy/engine/engineValues.ts';
import { encodeFrame, type Frame } from '#electron/deploy/engine/frame.ts';
import { readElements } from '#electron/deploy/protocol/wireTensor.ts';
import { converted } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { imageDims, imageValues } from '#electron/worker/data/imageValue.ts';
import { decodePixels } from '#electron/worker/data/pixels.ts';
import type { Value } from '#electron/worker/value.ts';
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

async function decode({ text, tensors }: Frame): Promise<Value> {
  const { preprocessing, type } = questionOf(text);
  const images = readElements(tensors[0]?.parts[0] ?? new Uint8Array());
  const dims = imageDims(preprocessing);
  const size = dims[0] * dims[1] * dims[2];
  const [only] = images;
  const single = async (image: Uint8Array) =>
    imageValues(await decodePixels(image, preprocessing.resize), preprocessing);
  if (only && images.length === 1) {
    return converted(
      { name: 'image', type, shape: [] },
      { type: 'float32', dims: [1, ...dims], data: await single(only) },
    );
  }
  const data = new Float32Array(images.length * size);
  await Promise.all(
    images.map(async (image, index) => {
      data.set(await single(image), index * size);
    }),
  );
  const value: Value = { type: 'float32', dims: [images.length, ...dims], data };
  return converted({ name: 'image', type, shape: [] }, value);
}

socket.on(
  'data',
  createAssembler((frame) => {
    decode(frame).then(
      (value) => write({ kind: 'inferred', id: frame.id, tensors: [framedValue(0, value)] }),
      (error) => write({ kind: 'failure', id: frame.id, text: error instanceof Error ? error.message : String(error) }),
    );
  }),
);
socket.on('close', () => process.exit(0));
