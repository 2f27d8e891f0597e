// A thread that sends: one round of load at a time, with what it cost the thread itself.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { now } from './clock.ts';
import { closedLoop } from './closedLoop.ts';
import type { Open } from './connection.ts';
import { openGrpc } from './grpcConnection.ts';
import { pathOf } from './grpcMessages.ts';
import { openHttp } from './httpConnection.ts';
import { openLoop } from './openLoop.ts';
import { poisson } from './poisson.ts';
import type { Samples } from './samples.ts';
import type { Round, RoundResult, SenderSetup } from './senderMessages.ts';

const { url, protocol, token, requests: given }: SenderSetup = workerData;
const requests = given.map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
const open: Open = protocol === 'http' ? () => openHttp(url) : () => openGrpc(url, pathOf('ModelInfer'), token);

/** The interval at which the event loop is looked at, in milliseconds. */
const resolution = 2;
/** Connections of the open loop at most: beyond, the client would run out of ports before the server fails. */
const mostConnections = 1024;

async function run(round: Round): Promise<RoundResult> {
  const { warmUpMs, durationMs } = round;
  const delay = monitorEventLoopDelay({ resolution });
  let before = performance.eventLoopUtilization();
  const counting = setTimeout(() => {
    before = performance.eventLoopUtilization();
    delay.enable();
  }, warmUpMs);
  let busy = 0;
  const ending = setTimeout(() => {
    busy = performance.eventLoopUtilization(before).utilization;
    delay.disable();
  }, warmUpMs + durationMs);
  const samples = await load(round);
  clearTimeout(counting);
  clearTimeout(ending);
  if (busy === 0) busy = performance.eventLoopUtilization(before).utilization;
  const late = delay.count > 0 ? delay.percentile(99) / 1e6 - resolution : 0;
  return { ...samples, busy, delayMs: Math.max(0, late) };
}

function load(round: Round): Promise<Samples> {
  if (round.loop === 'closed') return closedLoop({ open, requests, ...round });
  const from = now();
  const countedFrom = from + round.warmUpMs;
  return openLoop({
    open,
    requests,
    countedFrom,
    mostConnections,
    arrivals: (arrive) =>
      poisson({ rate: round.rate, from, until: countedFrom + round.durationMs, seed: round.seed }, arrive, undefined),
  });
}

parentPort?.on('message', (round: Round) => {
  void run(round).then((result) => parentPort?.postMessage(result));
});
