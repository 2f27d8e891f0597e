// What the inspector shows: asked of the worker whenever the selection changes.
import { createStore } from 'zustand/vanilla';
import { type Failure, toFailure } from '#core/contract/failure.ts';
import type { TensorStatistics } from '#core/onnx/statistics.ts';
import type { GroupDetail, ModelDetail, NodeDetail, TensorDetail } from './detail.ts';
import { fusionStore } from './fusions.ts';
import { type GraphState, graphStore } from './store.ts';

export type Numbers =
  | { readonly kind: 'none' }
  | { readonly kind: 'counting'; readonly share: number | null; cancel(): void }
  | { readonly kind: 'known'; readonly statistics: TensorStatistics }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Inspection {
  readonly detail: NodeDetail | GroupDetail | TensorDetail | ModelDetail | null;
  readonly failure: Failure | null;
  /** The values of the tensor that is shown. */
  readonly numbers: Numbers;
}

const nothing: Inspection = { detail: null, failure: null, numbers: { kind: 'none' } };
export const inspectionStore = createStore<Inspection>(() => nothing);
const { setState } = inspectionStore;

let asked = 0;

async function inspect({ client, map, selection }: GraphState): Promise<void> {
  const mine = ++asked;
  stopCounting();
  if (!client || !map) {
    setState(nothing);
    return;
  }
  const { scope } = map.scene;
  try {
    const detail =
      selection?.kind === 'node'
        ? await client.call('node', { scope, item: selection.item })
        : selection
          ? await client.call('tensor', { scope, value: selection.value })
          : await client.call('model', { target: fusionStore.getState().target });
    if (mine === asked) setState({ ...nothing, detail });
  } catch (thrown) {
    if (mine === asked) setState({ ...nothing, failure: toFailure(thrown) });
  }
}

/** Reads the tensor that is shown and counts its values. */
export async function countValues(value: string): Promise<void> {
  const { client, map } = graphStore.getState();
  if (!client || !map) return;
  const mine = asked;
  const abort = new AbortController();
  const show = (numbers: Numbers) => {
    if (mine === asked) setState({ numbers });
  };
  const cancel = () => abort.abort();
  show({ kind: 'counting', share: null, cancel });
  try {
    const statistics = await client.call(
      'statistics',
      { scope: map.scene.scope, value },
      { signal: abort.signal, onProgress: ({ share }) => show({ kind: 'counting', share, cancel }) },
    );
    show({ kind: 'known', statistics });
  } catch (thrown) {
    show(abort.signal.aborted ? { kind: 'none' } : { kind: 'failed', failure: toFailure(thrown) });
  }
}

function stopCounting(): void {
  const { numbers } = inspectionStore.getState();
  if (numbers.kind === 'counting') numbers.cancel();
}

graphStore.subscribe((state, before) => {
  const { map, selection, inferred } = state;
  if (map !== before.map || selection !== before.selection || inferred !== before.inferred) void inspect(state);
});
