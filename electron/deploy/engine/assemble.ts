// Puts frames together from the chunks in which a socket delivers them.
import { decodeFrame, type Frame, frameLength } from './frame.ts';

/** Feed it chunks; it calls back with every whole frame. A frame that lies within one chunk is not copied. */
export function createAssembler(onFrame: (frame: Frame) => void): (chunk: Uint8Array) => void {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let wanted = 0;
  return (chunk) => {
    held.push(chunk);
    heldBytes += chunk.byteLength;
    while (heldBytes >= 4) {
      if (wanted === 0) {
        const first = held[0] as Uint8Array;
        if (first.byteLength < 4) held = [Buffer.concat(held)];
        wanted = frameLength(held[0] as Uint8Array);
      }
      if (heldBytes < wanted) return;
      const all = held.length === 1 ? (held[0] as Uint8Array) : Buffer.concat(held, heldBytes);
      const rest = all.subarray(wanted);
      onFrame(decodeFrame(all.subarray(0, wanted)));
      held = rest.byteLength > 0 ? [rest] : [];
      heldBytes = rest.byteLength;
      wanted = 0;
    }
  };
}
