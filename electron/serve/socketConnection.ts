// A connection over one WebSocket, with a bound on what may pile up in either direction.
import type { WebSocket } from 'ws';
import type { Connection } from '#core/contract/connection.ts';
import { decodeFrame, encodeFrame, type HostFrame } from '#core/contract/frame.ts';

/** While more than this waits to be sent, no further request is read. */
const PAUSE_BYTES = 8 * 1024 * 1024;
/** A reader so far behind is let go; when it comes back, a snapshot brings it up to date. */
const DROP_BYTES = 64 * 1024 * 1024;
/** So many unanswered requests, and no further one is read. Waiting for a job counts as one. */
const MOST_OPEN = 1024;
const HEARTBEAT_MS = 30_000;
const TRY_AGAIN_LATER = 1013;

export function socketConnection(socket: WebSocket): Connection {
  let open = 0;
  let alive = true;
  const frames: ((frame: unknown) => void)[] = [];

  const steer = () => {
    const full = socket.bufferedAmount > PAUSE_BYTES || open > MOST_OPEN;
    if (full && !socket.isPaused) socket.pause();
    else if (!full && socket.isPaused) socket.resume();
  };
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
    open += 1;
    steer();
    const frame = isBinary ? undefined : parse(String(data));
    for (const listener of frames) listener(frame);
  });
  // 'close' follows; too large or malformed messages end the connection.
  socket.on('error', () => undefined);

  return {
    post(raw) {
      const frame = raw as HostFrame;
      if (frame.type !== 'event') open = Math.max(0, open - 1);
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > DROP_BYTES) return socket.close(TRY_AGAIN_LATER, 'too far behind');
      socket.send(encodeFrame(frame), steer);
      steer();
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
