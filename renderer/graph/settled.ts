// Waits for the picture of a model: what can wait for it does not take the disk and the processor from it.
import type { ModelHandle } from '#renderer/connection/modelHandle.ts';
import { graphStore } from './store.ts';
import { whenIdle } from './whenIdle.ts';

/** Nothing waits longer than this. */
const longest = 5_000;

/** Resolves once the graph of that model stands, was refused or has been left again. */
export function graphSettled(handle: ModelHandle): Promise<void> {
  return new Promise((resolve) => {
    let begun = false;
    const look = () => {
      const state = graphStore.getState();
      begun ||= state.handle === handle;
      if (!begun || (state.handle === handle && state.status.kind === 'loading')) return;
      // The frame in which it stands comes first.
      whenIdle(leave);
    };
    const leave = () => {
      end();
      clearTimeout(timer);
      resolve();
    };
    const end = graphStore.subscribe(look);
    const timer = setTimeout(leave, longest);
    look();
  });
}
