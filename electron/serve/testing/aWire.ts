// A wire between two machines that can be cut and mended, for tests.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Wire {
  readonly port: number;
  /** Bytes that went to the server, and from it. */
  readonly sent: { up: number; down: number };
  /** How often it was cut. */
  readonly cuts: number;
  /** Breaks all connections and refuses new ones for `ms`. */
  cut(ms: number): Promise<void>;
  /** Cuts once so many further bytes have gone in that direction. */
  cutAfter(direction: 'up' | 'down', bytes: number, ms: number): void;
  close(): Promise<void>;
}

export async function aWire(target: number): Promise<Wire> {
  const sent = { up: 0, down: 0 };
  const limits: { direction: 'up' | 'down'; at: number; ms: number }[] = [];
  const open = new Set<Socket>();
  let cuts = 0;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    const pass = (from: Socket, to: Socket, direction: 'up' | 'down') =>
      from.on('data', (chunk: Buffer) => {
        sent[direction] += chunk.length;
        const due = limits.findIndex((limit) => limit.direction === direction && sent[direction] >= limit.at);
        if (due < 0) return void to.write(chunk);
        const [limit] = limits.splice(due, 1);
        // Half of what came still gets through: the break is in the middle of something.
        to.write(chunk.subarray(0, chunk.length >> 1), () => void cut(limit?.ms ?? 0));
      });
    pass(near, far, 'up');
    pass(far, near, 'down');
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = async (ms: number) => {
    cuts += 1;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
    await new Promise((resolve) => setTimeout(resolve, ms));
    await listen(port);
  };
  return {
    port,
    sent,
    get cuts() {
      return cuts;
    },
    cut,
    cutAfter: (direction, bytes, ms) => void limits.push({ direction, at: sent[direction] + bytes, ms }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
