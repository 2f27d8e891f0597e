// Both loops against small servers of the test's own, whose behaviour is known.
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { now } from './clock.ts';
import { closedLoop } from './closedLoop.ts';
import { openHttp, preparedHttp } from './httpConnection.ts';
import { openLoop } from './openLoop.ts';
import { poisson } from './poisson.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serving(
  answer: (body: Buffer) => Promise<{ readonly status: number; readonly body: Buffer }>,
  headers: Readonly<Record<string, string>> = {},
) {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void answer(Buffer.concat(chunks)).then(({ status, body }) => {
        response.writeHead(status, { 'Content-Length': body.length, ...headers });
        response.end(body);
      });
    });
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const fine = { status: 200, body: Buffer.from('fine') };

describe('a connection', () => {
  it('reads answers of any size, in pieces or not, one after the other', async () => {
    const sizes = [0, 1, 70_000, 3, 1_000_000];
    let turn = 0;
    const url = await serving(async () => ({ status: 200, body: Buffer.alloc(sizes[turn++] ?? 0, 7) }));
    const connection = await openHttp(url);
    for (const size of sizes) {
      expect(await connection.send(preparedHttp(`${url}/infer`, {}, Buffer.from('ask')))).toBe('ok');
      expect(connection.body.equals(Buffer.alloc(size, 7))).toBe(true);
    }
    connection.close();
  });
  it('is closed behind an answer that says so, and both loops then open another without an error', async () => {
    const url = await serving(async () => fine, { Connection: 'close' });
    const connection = await openHttp(url);
    const request = preparedHttp(`${url}/infer`, {}, Buffer.from('ask'));
    expect(await connection.send(request)).toBe('ok');
    expect([connection.closed, connection.body.toString()]).toEqual([true, 'fine']);
    const plan = { open: () => openHttp(url), requests: [request], warmUpMs: 0, durationMs: 300 };
    const closed = await closedLoop({ ...plan, connections: 2 });
    expect(closed.causes).toEqual({});
    const open = await openLoop({
      ...plan,
      countedFrom: 0,
      mostConnections: 2,
      arrivals: async (arrive) => {
        for (let count = 0; count < 9; count += 1) arrive(now());
      },
    });
    expect([open.latencies.length, open.causes]).toEqual([9, {}]);
  });
  it('keeps what came apart from what comes on other connections, wherever an answer is cut and whatever its head says', async () => {
    const answers = ['200 OK', '404 Not Found', '200 OK'].map((status, turn) => {
      const body = String(turn).repeat(50 + turn);
      return { status, body, text: `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}` };
    });
    server = createServer();
    server.removeAllListeners('connection');
    // Every connection hears answers in another order, a few bytes at a time.
    let opened = 0;
    server.on('connection', (socket: Socket) => {
      let turn = opened++;
      socket.setNoDelay(true);
      socket.on('data', async () => {
        const { text } = answers[turn++ % answers.length] as (typeof answers)[number];
        for (let at = 0; at < text.length; at += 17) {
          socket.write(text.slice(at, at + 17));
          await new Promise(setImmediate);
        }
      });
    });
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const connections = [await openHttp(url), await openHttp(url), await openHttp(url)];
    for (let turn = 0; turn < 6; turn += 1) {
      const outcomes = await Promise.all(connections.map((connection) => connection.send(Buffer.from('ask'))));
      for (const [place, connection] of connections.entries()) {
        const { status, body } = answers[(turn + place) % answers.length] as (typeof answers)[number];
        expect([outcomes[place], connection.body.toString()]).toEqual([status === '200 OK' ? 'ok' : 'HTTP 404', body]);
      }
    }
    for (const connection of connections) connection.close();
  });
  it('reads answers that come in chunks, one after the other', async () => {
    server = createServer((_request, response) => {
      response.write('first, ');
      setImmediate(() => response.end('second'));
    });
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const connection = await openHttp(url);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await connection.send(preparedHttp(url, {}, Buffer.from('ask')))).toBe('ok');
      expect(connection.body.toString()).toBe('first, second');
    }
    connection.close();
  });
  it('tells a status that is no success, and a server that has gone', async () => {
    const url = await serving(async () => ({ status: 503, body: Buffer.from('full') }));
    const connection = await openHttp(url);
    expect(await connection.send(preparedHttp(url, {}, Buffer.alloc(0)))).toBe('HTTP 503');
    server?.closeAllConnections();
    await expect(connection.send(preparedHttp(url, {}, Buffer.alloc(0)))).rejects.toThrow('closed the connection');
    server?.close();
    await wait(20);
    await expect(openHttp(url)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('the closed loop', () => {
  it('keeps so many requests under way and sends what it was given in turn', async () => {
    let under = 0;
    let most = 0;
    const bodies = new Set<string>();
    const url = await serving(async (body) => {
      under += 1;
      most = Math.max(most, under);
      bodies.add(body.toString());
      await wait(2);
      under -= 1;
      return fine;
    });
    const requests = ['a', 'b', 'c'].map((text) => preparedHttp(url, {}, Buffer.from(text)));
    const open = () => openHttp(url);
    const samples = await closedLoop({ open, requests, connections: 5, warmUpMs: 50, durationMs: 250 });
    expect(most).toBe(5);
    expect([...bodies].sort()).toEqual(['a', 'b', 'c']);
    // How many is the machine's to say, and whether the warm-up got any.
    expect(samples.latencies.length).toBeGreaterThan(0);
    expect(samples.answers).toBeGreaterThanOrEqual(samples.latencies.length);
    expect(samples.causes).toEqual({});
  });
  it('counts failures by their cause and goes on', async () => {
    let turn = 0;
    const url = await serving(async () => (turn++ % 2 === 0 ? fine : { status: 503, body: Buffer.alloc(0) }));
    const requests = [preparedHttp(url, {}, Buffer.alloc(0))];
    const samples = await closedLoop({
      open: () => openHttp(url),
      requests,
      connections: 1,
      warmUpMs: 0,
      durationMs: 200,
    });
    expect(Math.abs((samples.causes['HTTP 503'] ?? 0) - samples.latencies.length)).toBeLessThanOrEqual(1);
  });
});

describe('the open loop', () => {
  /** Answers at once, but for one stall that holds everybody back. */
  async function stalling(stallMs: number, atMs: number) {
    const begin = now() + atMs;
    return serving(async () => {
      const into = now() - begin;
      if (into > 0 && into < stallMs) await wait(stallMs - into);
      return fine;
    });
  }

  it('does not hide the waiting that a closed loop hides', async () => {
    const closedUrl = await stalling(300, 100);
    const closed = await closedLoop({
      open: () => openHttp(closedUrl),
      requests: [preparedHttp(closedUrl, {}, Buffer.alloc(0))],
      connections: 1,
      warmUpMs: 0,
      durationMs: 600,
    });
    server?.closeAllConnections();
    server?.close();
    const openUrl = await stalling(300, 100);
    const from = now();
    const open = await openLoop({
      open: () => openHttp(openUrl),
      requests: [preparedHttp(openUrl, {}, Buffer.alloc(0))],
      countedFrom: from,
      mostConnections: 1,
      arrivals: (arrive) => poisson({ rate: 200, from, until: from + 600, seed: 'stall' }, arrive, undefined),
    });
    const slow = ({ latencies }: { readonly latencies: Float64Array }) =>
      latencies.filter((latency) => latency > 100).length;
    // One request was under way in the stall; some forty arrived in its first 200 ms, and all of them waited.
    expect(slow(closed)).toBeLessThan(10);
    expect(slow(open)).toBeGreaterThan(15);
    expect(open.causes).toEqual({});
  });
  it('opens connections as arrivals need them, and no more than it may', async () => {
    let under = 0;
    let most = 0;
    const url = await serving(async () => {
      under += 1;
      most = Math.max(most, under);
      await wait(50);
      under -= 1;
      return fine;
    });
    const samples = await openLoop({
      open: () => openHttp(url),
      requests: [preparedHttp(url, {}, Buffer.alloc(0))],
      countedFrom: 0,
      mostConnections: 4,
      arrivals: async (arrive) => {
        for (let count = 0; count < 12; count += 1) arrive(now());
      },
    });
    expect(most).toBe(4);
    expect(samples.latencies).toHaveLength(12);
  });
  it('counts every arrival as failed where nobody listens', async () => {
    const url = await serving(async () => fine);
    server?.close();
    await wait(20);
    const samples = await openLoop({
      open: () => openHttp(url),
      requests: [Buffer.alloc(0)],
      countedFrom: 0,
      mostConnections: 2,
      arrivals: async (arrive) => {
        for (let count = 0; count < 5; count += 1) arrive(now());
      },
    });
    expect(samples.latencies).toHaveLength(0);
    expect(Object.values(samples.causes)).toEqual([5]);
  });
});

describe('arrivals', () => {
  it('come as a Poisson process: as many as the rate says, with gaps as uneven as exponential ones', async () => {
    const from = now();
    const times: number[] = [];
    await poisson({ rate: 4000, from, until: from + 500, seed: 'test' }, (at) => times.push(at), undefined);
    // 2000 are expected, with a standard deviation of 45.
    expect(Math.abs(times.length - 2000)).toBeLessThan(250);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(deviation / mean).toBeGreaterThan(0.85);
    expect(deviation / mean).toBeLessThan(1.15);
  });
});
