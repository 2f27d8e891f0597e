// A connection over one message port.
import type { Connection } from '#core/contract/connection.ts';

export function portConnection(port: MessagePort): Connection {
  const closes: (() => void)[] = [];
  let open = true;
  const closed = () => {
    if (!open) return;
    open = false;
    for (const listener of closes) listener();
  };
  // The other side is a process that may end.
  port.addEventListener('close', closed);
  port.start();
  return {
    post: (frame) => port.postMessage(frame),
    onFrame: (listener) => port.addEventListener('message', ({ data }) => listener(data)),
    onClose: (listener) => void closes.push(listener),
    close() {
      port.close();
      closed();
    },
  };
}
