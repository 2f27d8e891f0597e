// The frames on a connection, and their bytes on a socket. Over IPC the same objects travel as they are.
import { z } from 'zod';
import { eventSchema } from './event.ts';
import { failureSchema } from './failure.ts';

export const requestFrameSchema = z.object({
  type: z.literal('request'),
  id: z.number().int(),
  call: z.string(),
  input: z.unknown(),
});
export type RequestFrame = z.infer<typeof requestFrameSchema>;

export const hostFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reply'), id: z.number().int(), output: z.unknown() }),
  z.object({ type: z.literal('failure'), id: z.number().int(), failure: failureSchema }),
  z.object({ type: z.literal('event'), seq: z.number().int(), event: eventSchema }),
]);
export type HostFrame = z.infer<typeof hostFrameSchema>;
export type Frame = RequestFrame | HostFrame;

/** Text for plain frames; for a reply of bytes: a 4-byte little-endian call id, then the bytes. */
export function encodeFrame(frame: Frame): string | Uint8Array<ArrayBuffer> {
  if (frame.type !== 'reply' || !(frame.output instanceof Uint8Array)) return JSON.stringify(frame);
  const message = new Uint8Array(4 + frame.output.byteLength);
  new DataView(message.buffer).setUint32(0, frame.id, true);
  message.set(frame.output, 4);
  return message;
}

/** The inverse of `encodeFrame`. Throws SyntaxError where text is not JSON, RangeError where a binary frame is too short. */
export function decodeFrame(message: string | Uint8Array): unknown {
  if (typeof message === 'string') return JSON.parse(message);
  if (message.byteLength < 4) throw new RangeError('a binary frame holds at least a call id');
  const id = new DataView(message.buffer, message.byteOffset).getUint32(0, true);
  return { type: 'reply', id, output: message.subarray(4) };
}
