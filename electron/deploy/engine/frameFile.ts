// Frames over a descriptor that blocks: the engine's side of the socket, where nothing else is to be done meanwhile.
import { readSync, writevSync } from 'node:fs';
import { decodeFrame, encodeFrame, type Frame, fixedBytes, frameLength } from './frame.ts';

/** A buffer is grown to hold the largest frame; tensors of a frame are views on it until the next is read. */
export function createFrameFile(fd: number) {
  let buffer = new Uint8Array(1 << 16);
  /** Bytes of the frame that was read last, and all that were read: the next frame may have been sent ahead. */
  let [last, held] = [0, 0];

  /** Whether so many bytes are there now; a read may bring more. */
  const fill = (wanted: number, most: number): boolean => {
    while (held < wanted) {
      const count = readSync(fd, buffer, held, most - held, null);
      if (count === 0) return false;
      held += count;
    }
    return true;
  };
  return {
    /** Waits for the next frame; undefined where the gateway is gone. */
    read(): Frame | undefined {
      buffer.copyWithin(0, last, held);
      held -= last;
      last = 0;
      if (!fill(fixedBytes, buffer.length)) return undefined;
      const length = frameLength(buffer);
      if (length > buffer.length) {
        const larger = new Uint8Array(Math.max(length, buffer.length * 2));
        larger.set(buffer.subarray(0, held));
        buffer = larger;
      }
      if (!fill(length, length)) return undefined;
      last = length;
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
