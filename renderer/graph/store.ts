// The graph view's state: which model and scope is shown, and what in it is selected.
import { createStore } from 'zustand/vanilla';
import { type Failure, toFailure } from '#core/contract/failure.ts';
import type { ModelHandle } from '#renderer/connection/modelHandle.ts';
import { attempt } from '#renderer/store/notices.ts';
import { cameraStore, firstView, moveTo, type Viewport, viewedArea } from './camera.ts';
import { clearCards, loadCards, refreshCards, replaceCards } from './cardStore.ts';
import type { Progress } from './protocol.ts';
import { itemKinds, type Scene, type Scope } from './scene.ts';
import { mapScene, type SceneMap } from './sceneMap.ts';
import { keepSpareWorker, takeWorker } from './spareWorker.ts';
import { createGraphClient, type GraphClient, workerPort } from './workerClient.ts';

export type GraphStatus =
  | { readonly kind: 'empty' }
  | { readonly kind: 'loading'; readonly progress: Progress }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ready' };

/** A tensor is the output `port` of an item; a weight has no item (-1). */
export type Selection =
  | { readonly kind: 'node'; readonly item: number }
  | { readonly kind: 'tensor'; readonly item: number; readonly port: number; readonly value: string };

export interface GraphState {
  readonly status: GraphStatus;
  readonly handle: ModelHandle | null;
  readonly client: GraphClient | null;
  readonly map: SceneMap | null;
  readonly selection: Selection | null;
  /** Counts up when types become known after the first picture. */
  readonly inferred: number;
}

const nothing = { client: null, map: null, selection: null, inferred: 0 } as const;
const atRest: GraphState = { ...nothing, status: { kind: 'empty' }, handle: null };

export const graphStore = createStore<GraphState>(() => atRest);
const { getState, setState } = graphStore;

/** How a worker is started; tests put their own in. */
export const starting = {
  start: (handle: ModelHandle): GraphClient => createGraphClient(workerPort(takeWorker()), handle),
  /** Called when a model stands: gets ready for the next. */
  prepare: keepSpareWorker,
};

/** Opens a model; what was open is closed. A failure becomes the view's state. Nothing where it is here, or on its way. */
export async function open(handle: ModelHandle): Promise<void> {
  const before = getState();
  if (before.handle === handle && before.status.kind !== 'failed') return;
  clearCards();
  const client = starting.start(handle);
  const isCurrent = () => getState().client === client;
  client.onInferred(() => {
    const { map } = getState();
    if (!isCurrent() || !map) return;
    setState(({ inferred }) => ({ inferred: inferred + 1 }));
    void refreshCards(client, map.scene.scope);
  });
  setState({ ...nothing, handle, client, status: { kind: 'loading', progress: { phase: 'reading', share: null } } });
  const onProgress = (progress: Progress) => {
    if (isCurrent() && getState().status.kind === 'loading') setState({ status: { kind: 'loading', progress } });
  };
  try {
    const { name, source, file } = handle;
    const { width, height } = cameraStore.getState();
    const input = { name, size: source.size, view: { width, height }, ...(file && { file }) };
    const opening = client.call('open', input, { onProgress });
    // To end a worker takes longer than to ask another.
    before.client?.end();
    const { cards, ...scene } = await opening;
    if (!isCurrent()) return;
    replaceCards(cards);
    await show(client, scene);
    // A chosen file is mostly the last for a while; the next chooser that opens asks for a worker again.
    if (!file) starting.prepare();
  } catch (thrown) {
    if (!isCurrent()) return;
    client.end();
    setState({ ...nothing, status: { kind: 'failed', failure: toFailure(thrown) } });
  }
}

export function close(): void {
  getState().client?.end();
  clearCards();
  setState(atRest);
}

/** Tries the model again that could not be opened. */
export function retry(): void {
  const { handle } = getState();
  if (handle) void open(handle);
}

/** As many cards as one view shows at most. */
const mostFirst = 400;

/** The first picture comes with its words, not before them. */
async function show(client: GraphClient, scene: Scene): Promise<void> {
  if (getState().client !== client) return;
  const map = mapScene(scene);
  const size = cameraStore.getState();
  const view = firstView(scene, size);
  await loadCards(client, scene.scope, map.window.nodesIn(viewedArea({ ...size, ...view })).slice(0, mostFirst));
  if (getState().client !== client) return;
  cameraStore.setState(view);
  setState({ map, status: { kind: 'ready' }, selection: null });
  moveTo(view, false);
}

/** Shows the same graph laid out anew, at another view; what is selected stays selected. */
export async function showAgain(client: GraphClient, scene: Scene, view: Viewport): Promise<void> {
  const { map: before, selection } = getState();
  if (getState().client !== client || !before) return;
  const map = mapScene(scene);
  const items = map.window.nodesIn(viewedArea({ ...cameraStore.getState(), ...view })).slice(0, mostFirst);
  // The cards of before stay until those of now are here: nothing goes blank in between.
  const cards = await attempt(() => client.call('cards', { scope: scene.scope, items }));
  if (getState().client !== client || getState().map !== before) return;
  replaceCards(cards ?? []);
  cameraStore.setState(view);
  setState({ map, selection: carry(selection, before.scene, scene) });
  moveTo(view, false);
}

/** The selection by the items of another scene of the same graph; null where it is not to be seen there. */
function carry(selection: Selection | null, from: Scene, to: Scene): Selection | null {
  if (!selection || selection.item === -1) return selection;
  const kind = itemKinds[from.kinds[selection.item] ?? 0] ?? 'operator';
  const ref = from.refs[selection.item] ?? -1;
  const item =
    kind === 'operator'
      ? (to.itemOf[ref] ?? -1)
      : to.kinds.findIndex((code, at) => itemKinds[code] === kind && to.refs[at] === ref);
  if (item === -1) return null;
  const stays = kind !== 'operator' || (itemKinds[to.kinds[item] ?? 0] === 'operator' && to.refs[item] === ref);
  if (stays) return { ...selection, item };
  return { kind: 'node', item };
}

/** Shows the graph at a scope: a body, a function, or a scope further out. A failure becomes a notice. */
export async function enter(scope: Scope): Promise<void> {
  const { client } = getState();
  if (!client) return;
  await attempt(async () => {
    const scene = await client.call('enter', { scope });
    if (getState().client === client) clearCards();
    await show(client, scene);
  });
}

/** One scope outwards, with the node selected that holds what was shown. */
export async function leave(): Promise<void> {
  const scope = getState().map?.scene.scope ?? [];
  const step = scope.at(-1);
  if (!step) return;
  await enter(scope.slice(0, -1));
  const item = getState().map?.scene.itemOf[step.node] ?? -1;
  if (item >= 0) select({ kind: 'node', item });
}

export function select(selection: Selection | null): void {
  setState({ selection });
}
