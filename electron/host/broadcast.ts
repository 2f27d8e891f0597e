// Sends every event to every open connection, numbered, so that a view knows what a snapshot already holds.
import type { Event } from '#core/contract/event.ts';
import type { HostFrame } from '#core/contract/frame.ts';

export interface Broadcast {
  /** The number of the last event sent. */
  readonly seq: number;
  send(event: Event): void;
  join(post: (frame: HostFrame) => void): () => void;
}

export function createBroadcast(): Broadcast {
  const posts = new Set<(frame: HostFrame) => void>();
  let seq = 0;
  return {
    get seq() {
      return seq;
    },
    send(event) {
      seq += 1;
      for (const post of posts) post({ type: 'event', seq, event });
    },
    join(post) {
      posts.add(post);
      return () => posts.delete(post);
    },
  };
}
