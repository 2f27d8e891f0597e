// The second model: what it is, how the comparison with the first stands, and which difference the view is at.
import { createStore } from 'zustand/vanilla';
import { type Failure, toFailure } from '#core/contract/failure.ts';
import type { GraphDiff } from '#core/graph/diff/diff.ts';
import type { ModelHandle } from '#renderer/connection/modelHandle.ts';
import { type Mark, showMarks } from '#renderer/graph/marks.ts';
import { graphStore } from '#renderer/graph/store.ts';
import { attempt } from '#renderer/store/notices.ts';
import { type Difference, differences } from './differences.ts';
import type { BesidePane } from './pane.ts';

export interface BesideState {
  /** Null where no second model is shown. */
  readonly handle: ModelHandle | null;
  readonly pane: BesidePane | null;
  readonly status: 'loading' | 'comparing' | 'ready' | 'failed';
  readonly failure: Failure | null;
  readonly diff: GraphDiff | null;
  readonly list: readonly Difference[];
  /** The place in `list` that the view is at; -1 before the first. */
  readonly at: number;
  /** Whether the values of the weights were compared too. */
  readonly weights: boolean;
  /** Whether moving one graph moves the other. */
  readonly together: boolean;
}

const nothing: BesideState = {
  handle: null,
  pane: null,
  status: 'loading',
  failure: null,
  diff: null,
  list: [],
  at: -1,
  weights: false,
  together: true,
};
export const besideStore = createStore<BesideState>(() => nothing);
const { getState, setState } = besideStore;

/** The pane appears, and opens the model once its page is there. */
export function openBeside(handle: ModelHandle): void {
  showMarks(new Map());
  setState({ ...nothing, handle, together: getState().together });
}

export function closeBeside(): void {
  showMarks(new Map());
  setState(nothing);
}

export async function startPane(pane: BesidePane): Promise<void> {
  const { handle } = getState();
  if (!handle) return;
  setState({ pane });
  try {
    await pane.open(handle);
  } catch {
    // The pane itself shows why.
    if (getState().handle === handle) setState({ status: 'failed' });
    return;
  }
  if (getState().handle === handle) await compare(false);
}

/** From the first model to the second; with `weights`, all of them are read. */
export async function compare(weights: boolean): Promise<void> {
  const { handle, pane } = getState();
  const client = await firstClient();
  if (!handle || !pane || !client) return;
  const isCurrent = () => getState().handle === handle && graphStore.getState().client === client;
  setState({ status: 'comparing', failure: null });
  try {
    const diff = await pane.diff(await client.call('digest', { weights }), weights);
    if (!isCurrent()) return;
    setState({ status: 'ready', diff, list: differences(diff), weights, at: -1 });
    showMarks(marksOf(diff, 'a'));
    pane.mark(marksOf(diff, 'b'));
  } catch (thrown) {
    if (isCurrent()) setState({ status: 'failed', failure: toFailure(thrown) });
  }
}

/** The first model may still be on its way. */
async function firstClient() {
  return attempt(
    () =>
      new Promise<ReturnType<typeof graphStore.getState>['client']>((resolve) => {
        const look = () => {
          const { status, client } = graphStore.getState();
          if (status.kind === 'loading') return false;
          resolve(status.kind === 'ready' ? client : null);
          return true;
        };
        if (look()) return;
        const end = graphStore.subscribe(() => {
          if (look()) end();
        });
      }),
  );
}

function marksOf({ added, removed, changed }: GraphDiff, side: 'a' | 'b'): ReadonlyMap<number, Mark> {
  const alone = side === 'a' ? removed : added;
  const mark: Mark = side === 'a' ? 'removed' : 'added';
  return new Map([
    ...alone.map(({ node }) => [node, mark] as const),
    ...changed.map((node) => [node[side], 'changed'] as const),
  ]);
}

export function setTogether(together: boolean): void {
  setState({ together });
}

export function standAtDifference(at: number): void {
  setState({ at });
}

/** A comparison is of the model it was made with. */
graphStore.subscribe((state, before) => {
  if (state.client === before.client || !before.client || !getState().handle) return;
  if (state.handle?.id !== before.handle?.id) closeBeside();
});
