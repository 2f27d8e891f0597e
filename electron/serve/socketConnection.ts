// A connection over one WebSocket, with a bound on what may pile up in either direction.
import type { WebSocket } from 'ws';
import type { Connection } from '#core/contract/connection.ts';
import { decodeFrame, encodeFrame, type HostFrame } from '#core/contract/frame.ts';
import { createIntake } from './intake.ts';

/** While more than this waits to be sent, no further request is taken. */
const PAUSE_BYTES = 8 * 1024 * 1024;
/** A reader so far behind the events is let go; when it comes back, a snapshot brings it up to date. */
const DROP_BYTES = 64 * 1024 * 1024;
const HEARTBEAT_MS = 30_000;
const TRY_AGAIN_LATER = 1013;

export function socketConnection(socket: WebSocket): Connection {
  const frames: ((frame: unknown) => void)[] = [];
  const intake = createIntake({
    deliver: (frame) => {
      for (const listener of frames) listener(frame);
    },
    isFull: () => socket.bufferedAmount > PAUSE_BYTES,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  });

  let alive = true;
  const heartbeat = setInterval(() => {
    // Nothing is heard while reading is paused.
    if (!alive && !socket.isPaused) return socket.terminate();
    alive = false;
    socket.ping();
  }, HEARTBEAT_MS);
  socket.on('pong', () => {
    alive = true;
  });
  socket.on('close', () => clearInterval(heartbeat));
  socket.on('message', (data, isBinary) => {
    alive = true;
    intake.take(isBinary ? undefined : parse(String(data)));
  });
  // 'close' follows; too large or malformed messages end the connection.
  socket.on('error', () => undefined);

  return {
    post(raw) {
      const frame = raw as HostFrame;
      if (socket.readyState !== socket.OPEN) return;
      if (frame.type === 'event' && socket.bufferedAmount > DROP_BYTES) {
        return socket.close(TRY_AGAIN_LATER, 'too far behind');
      }
      socket.send(encodeFrame(frame), () => intake.pump());
      if (frame.type !== 'event') intake.answered(frame.id);
    },
    onFrame: (listener) => void frames.push(listener),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
}

/** What is no JSON arrives as nothing, which the host answers like any other wrong frame. */
function parse(text: string): unknown {
  try {
    return decodeFrame(text);
  } catch {
    return undefined;
  }
}
