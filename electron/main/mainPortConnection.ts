// A connection over one of Electron's message ports, at the host's end.
import type { MessagePortMain } from 'electron';
import type { Connection } from '#core/contract/connection.ts';

export function mainPortConnection(port: MessagePortMain): Connection {
  const connection: Connection = {
    post: (frame) => port.postMessage(frame),
    onFrame: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
  // Frames that arrive before somebody listens wait in the port.
  queueMicrotask(() => port.start());
  return connection;
}
