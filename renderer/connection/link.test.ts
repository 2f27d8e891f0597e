import { describe, expect, it } from 'vitest';
import type { Snapshot } from '#core/contract/call.ts';
import { type Connection, connectionPair } from '#core/contract/connection.ts';
import { backoffMs, createLink, type LinkState } from './link.ts';

const snapshot: Snapshot = {
  seq: 3,
  lathe: '0.1.0',
  models: [],
  sample: null,
  data: [],
  jobs: [],
  builds: [],
  comparisons: [],
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A host that sends an event before it answers the snapshot, as a busy one does. */
function openHost(): { near: Connection; far: Connection } {
  const [near, far] = connectionPair();
  far.onFrame((frame) => {
    const { id } = frame as { id: number };
    far.post({ type: 'event', seq: 4, event: { type: 'buildRemoved', id: 'early' } });
    far.post({ type: 'reply', id, output: snapshot });
  });
  return { near, far };
}

describe('the link', () => {
  it('passes early events on after the snapshot', async () => {
    const seen: string[] = [];
    const link = createLink(async () => openHost().near, {
      state: ({ kind }) => seen.push(kind),
      snapshot: ({ seq }) => seen.push(`snapshot ${seq}`),
      event: (_, seq) => seen.push(`event ${seq}`),
    });
    await settled();
    expect(seen).toEqual(['connecting', 'snapshot 3', 'event 4', 'ready']);
    link.stop();
  });

  it('takes the snapshot again after the line broke', async () => {
    const hosts: Connection[] = [];
    const states: LinkState[] = [];
    let snapshots = 0;
    const link = createLink(
      async () => {
        const { near, far } = openHost();
        hosts.push(far);
        return near;
      },
      { state: (state) => states.push(state), snapshot: () => snapshots++, event: () => {} },
    );
    await settled();
    hosts[0]?.close();
    await settled();
    expect(states.at(-1)).toEqual({ kind: 'lost', attempt: 1, retryInMs: 250 });
    await expect(link.call('snapshot', {})).rejects.toThrow('no connection');
    link.retryNow();
    await settled();
    expect([snapshots, states.at(-1)?.kind, hosts.length]).toEqual([2, 'ready', 2]);
    link.stop();
  });

  it('tries again, later each time, where nobody answers', async () => {
    const states: LinkState[] = [];
    const link = createLink(() => Promise.reject(new Error('refused')), {
      state: (state) => states.push(state),
      snapshot: () => {},
      event: () => {},
    });
    await settled();
    link.retryNow();
    await settled();
    expect(states.map((state) => (state.kind === 'lost' ? state.retryInMs : state.kind))).toEqual([
      'connecting',
      250,
      500,
    ]);
    expect([1, 2, 5, 6, 20].map(backoffMs)).toEqual([250, 500, 4000, 8000, 8000]);
    link.stop();
  });
});
