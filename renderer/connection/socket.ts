// A connection to the host over a WebSocket, for the browser and for a host on another machine.
import type { Connection } from '#core/contract/connection.ts';
import { decodeFrame, encodeFrame, type Frame } from '#core/contract/frame.ts';

/** Resolves when the socket is open; rejects where the host cannot be reached or refuses. */
export function openSocket(url: string): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const frames: ((frame: unknown) => void)[] = [];
    const closes: (() => void)[] = [];
    let open = false;

    socket.onopen = () => {
      open = true;
      resolve({
        post: (frame) => socket.send(encodeFrame(frame as Frame)),
        onFrame: (listener) => frames.push(listener),
        onClose: (listener) => closes.push(listener),
        close: () => socket.close(),
      });
    };
    socket.onmessage = ({ data }) => {
      const frame = decodeFrame(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer));
      for (const listener of frames) listener(frame);
    };
    socket.onclose = () => {
      if (!open) reject(new Error('The host did not accept the connection.'));
      open = false;
      for (const listener of closes) listener();
    };
  });
}

/** The socket's address beside the page's own, with the page's token where it has one. */
export function socketUrl(page: URL): string {
  const url = new URL('/socket', page);
  url.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  const token = page.searchParams.get('token');
  if (token) url.searchParams.set('token', token);
  return url.href;
}
