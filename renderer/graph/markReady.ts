// Tells the document how far the graph is, for whoever watches from outside: empty, loading, ready or error.
import { type GraphStatus, graphStore } from './store.ts';

const words = { empty: 'empty', loading: 'loading', failed: 'error' } as const;

/** `ready` is left to `markReady`: it is told by what draws, in the frame in which it draws. */
export function followStatus(root: HTMLElement): () => void {
  const tell = ({ kind }: GraphStatus) => {
    if (kind !== 'ready') root.dataset.graphState = words[kind];
  };
  tell(graphStore.getState().status);
  return graphStore.subscribe(({ status }) => tell(status));
}

/** Called by what has just drawn something that can be read. */
export function markReady(): void {
  if (graphStore.getState().status.kind === 'ready') document.documentElement.dataset.graphState = 'ready';
}
