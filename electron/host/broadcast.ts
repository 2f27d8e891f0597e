// Sends every event to every open connection, numbered, so that a view knows what a snapshot already holds.
import { randomUUID } from 'node:crypto';
import type { Event } from '#core/contract/event.ts';
import type { HostFrame } from '#core/contract/frame.ts';

export interface NumberedEvent {
  readonly seq: number;
  readonly event: Event;
}

export interface Broadcast {
  /** Numbers of another instance mean nothing here. */
  readonly instance: string;
  /** The number of the last event sent. */
  readonly seq: number;
  send(event: Event): void;
  join(post: (frame: HostFrame) => void): () => void;
  /** All events after number `seq`, or null where not all of them are kept any more. */
  since(seq: number): NumberedEvent[] | null;
}

/** For whoever was away; more than that is told by a snapshot. */
const KEPT_EVENTS = 8192;

export function createBroadcast(): Broadcast {
  const posts = new Set<(frame: HostFrame) => void>();
  const kept: NumberedEvent[] = [];
  let seq = 0;
  return {
    instance: randomUUID(),
    get seq() {
      return seq;
    },
    send(event) {
      seq += 1;
      kept.push({ seq, event });
      if (kept.length > 2 * KEPT_EVENTS) kept.splice(0, KEPT_EVENTS);
      for (const post of posts) post({ type: 'event', seq, event });
    },
    join(post) {
      posts.add(post);
      return () => posts.delete(post);
    },
    since(from) {
      const first = kept[0]?.seq ?? seq + 1;
      return from > seq || from + 1 < first ? null : kept.slice(from + 1 - first);
    },
  };
}
