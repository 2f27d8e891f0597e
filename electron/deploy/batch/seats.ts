// What the engine's sessions have before them: each runs one batch, and a short one may have the next sent ahead.
import type { EngineSession } from '#electron/deploy/engine/startEngine.ts';

export interface Run<E> {
  readonly entries: readonly E[];
  readonly rows: number;
  /** By `performance.now()`, when the session turned to it; undefined while another is before it. */
  started: number | undefined;
}

export interface Seat<E> {
  readonly session: EngineSession;
  running: Run<E> | undefined;
  /** Sent already, so that the session finds it when it has answered. */
  next: Run<E> | undefined;
  /** How long its last inference took, in milliseconds; of none yet, infinity. */
  computeMs: number;
}

/** Beyond so many milliseconds the way to the engine is nothing, and what is not sent yet may still go elsewhere. */
const longestAheadMs = 10;

export function seatOf<E>(session: EngineSession): Seat<E> {
  return { session, running: undefined, next: undefined, computeMs: Number.POSITIVE_INFINITY };
}

export function freeSeat<E>(seats: readonly Seat<E>[]): Seat<E> | undefined {
  return seats.find(({ running }) => !running);
}

/** The seat to which the next batch may be sent ahead: of those that may take one, it has run longest. */
export function seatAhead<E>(seats: readonly Seat<E>[]): Seat<E> | undefined {
  let found: Seat<E> | undefined;
  for (const seat of seats) {
    if (seat.next || seat.computeMs > longestAheadMs) continue;
    if (!found || (seat.running?.started ?? 0) < (found.running?.started ?? 0)) found = seat;
  }
  return found;
}
