// The entry of a process that sends: one round of load at a time, with what it cost the process itself.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { now } from './clock.ts';
import { closedLoop } from './closedLoop.ts';
import type { Open } from './connection.ts';
import { openGrpc } from './grpcConnection.ts';
import { pathOf } from './grpcMessages.ts';
import { openHttp } from './httpConnection.ts';
import { openLoop } from './openLoop.ts';
import { poisson } from './poisson.ts';
import type { Samples } from './samples.ts';
import type { Round, RoundResult, SenderSetup, ToSender } from './senderMessages.ts';

/** The interval at which the event loop is looked at, in milliseconds. */
const resolution = 2;
/** Connections of the open loop at most: beyond, the client would run out of ports before the server fails. */
const mostConnections = 1024;

async function run(setup: SenderSetup, round: Round): Promise<RoundResult> {
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
  const samples = await load(setup, round);
  clearTimeout(counting);
  clearTimeout(ending);
  if (busy === 0) busy = performance.eventLoopUtilization(before).utilization;
  const late = delay.count > 0 ? delay.percentile(99) / 1e6 - resolution : 0;
  return { ...samples, busy, delayMs: Math.max(0, late) };
}

function load({ url, protocol, token, requests: given }: SenderSetup, round: Round): Promise<Samples> {
  const requests = given.map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const open: Open = protocol === 'http' ? () => openHttp(url) : () => openGrpc(url, pathOf('ModelInfer'), token);
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

let setup: SenderSetup | undefined;
process.on('message', (message: ToSender) => {
  if (message.kind === 'setup') setup = message.setup;
  else if (setup) void run(setup, message.round).then((result) => process.send?.(result));
});
// Without a client nobody waits for a result.
process.on('disconnect', () => process.exit());
