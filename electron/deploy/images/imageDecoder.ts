// Has images decoded in a process of its own, which is started when first needed and again after a crash.
import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Channel, createChannel } from '#electron/deploy/engine/channel.ts';
import type { FramedTensor } from '#electron/deploy/engine/frame.ts';
import { collectorOptions } from '#electron/deploy/memorySettings.ts';
import { invalid, ServingError } from '#electron/deploy/protocol/servingError.ts';
import { nodeEnvironment } from '#electron/worker/nodeProcess.ts';
import type { ImageQuestion } from './question.ts';
import { smallImages } from './smallImages.ts';

export interface ImageDecoder {
  /**
   * @param images elements of BYTES.
   * @returns the model's input, one row an image.
   * @throws ServingError where one does not decode.
   */
  decode(images: Uint8Array, question: ImageQuestion): Promise<FramedTensor>;
  close(): void;
}

const entry = fileURLToPath(new URL('./imageProcess.ts', import.meta.url));

export function createImageDecoder(log: (line: string) => void): ImageDecoder {
  const texts = new WeakMap<ImageQuestion, string>();
  const textOf = (question: ImageQuestion) => {
    const text = texts.get(question) ?? JSON.stringify(question);
    texts.set(question, text);
    return text;
  };
  let running: { readonly channel: Channel; readonly end: () => void } | undefined;

  const start = () => {
    const child = spawn(process.execPath, [...collectorOptions, entry], {
      detached: process.platform !== 'win32',
      windowsHide: true,
      env: nodeEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    child.stderr?.on('data', (chunk: Buffer) => log(chunk.toString().trimEnd()));
    const ended = new Promise<string>((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    void ended.then(() => {
      if (running === started) running = undefined;
    });
    const channel = createChannel(child.stdio[3] as Socket, ended, 'the process that decodes images');
    const started = { channel, end: () => void child.kill('SIGKILL') };
    return started;
  };
  return {
    async decode(images, question) {
      const small = smallImages(images, question);
      if (small) return small;
      running ??= start();
      const tensors: FramedTensor[] = [{ index: 0, datatype: 'BYTES', shape: [], parts: [images] }];
      try {
        const frame = await running.channel.ask({ kind: 'infer', tensors, text: textOf(question) }, (answer) => answer);
        const [tensor] = frame.tensors;
        if (tensor) return tensor;
      } catch (error) {
        if (error instanceof ServingError && error.kind === 'unavailable') throw error;
        throw invalid(`the image cannot be decoded: ${error instanceof Error ? error.message : error}`);
      }
      throw new ServingError('internal', 'no image came back');
    },
    close: () => running?.end(),
  };
}
