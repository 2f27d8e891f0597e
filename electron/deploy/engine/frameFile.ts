// Frames over a descriptor that blocks: the engine's side of the socket, where nothing else is to be done meanwhile.
import { readSync, writevSync } from 'node:fs';
import { decodeFrame, encodeFrame, type Frame, fixedBytes, frameLength } from './frame.ts';

/** A buffer is grown to hold the largest frame; tensors of a frame are views on it until the next is read. */
export function createFrameFile(fd: number) {
  let buffer = new Uint8Array(1 << 16);

  const fill = (from: number, to: number): boolean => {
    let at = from;
    while (at < to) {
      const count = readSync(fd, buffer, at, to - at, null);
      if (count === 0) return false;
      at += count;
    }
    return true;
  };
  return {
    /** Waits for the next frame; undefined where the gateway is gone. */
    read(): Frame | undefined {
      let at = 0;
      // The gateway sends the next frame only after the answer, so that no byte of it can be read here.
      while (at < fixedBytes) {
        const count = readSync(fd, buffer, at, buffer.length - at, null);
        if (count === 0) return undefined;
        at += count;
      }
      const length = frameLength(buffer);
      if (length > buffer.length) {
        const larger = new Uint8Array(Math.max(length, buffer.length * 2));
        larger.set(buffer.subarray(0, at));
        buffer = larger;
      }
      if (!fill(at, length)) return undefined;
      return decodeFrame(buffer.subarray(0, length));
    },
    write(frame: Partial<Frame> & Pick<Frame, 'kind' | 'id'>): void {
      let { chunks } = encodeFrame(frame);
      while (chunks.length > 0) {
        let written = writevSync(fd, chunks.slice(0, 512));
        let whole = 0;
        while (whole < chunks.length && written >= (chunks[whole] as Uint8Array).byteLength) {
          written -= (chunks[whole] as Uint8Array).byteLength;
          whole += 1;
        }
        chunks = chunks.slice(whole);
        const [first] = chunks;
        if (first && written > 0) chunks[0] = first.subarray(written);
      }
    },
  };
}
