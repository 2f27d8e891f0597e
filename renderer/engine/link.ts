// The two-way link: a selected layer lights its nodes up in the graph, a selected node shows its layer.
import { createStore } from 'zustand/vanilla';
import { nodesOf, type ReportedLayer } from '#core/fusion/engine/engineReport.ts';
import { layersByNode } from '#core/fusion/engine/layersByNode.ts';
import { cameraStore, moveTo, viewOf } from '#renderer/graph/camera.ts';
import { light } from '#renderer/graph/highlight.ts';
import { bounds } from '#renderer/graph/hull.ts';
import { focusItem, revealItems } from '#renderer/graph/moves.ts';
import { itemKinds } from '#renderer/graph/scene.ts';
import { graphStore, select } from '#renderer/graph/store.ts';
import { togglePanel } from '#renderer/store/view.ts';
import { engineStore, type OpenEngine, showEngine, shownEngine } from './engines.ts';

interface Places {
  readonly itemOf: ReadonlyMap<string, number>;
  readonly nodeOf: ReadonlyMap<number, string>;
}

const nowhere: Places = { itemOf: new Map(), nodeOf: new Map() };
/** Where the nodes of the open engines stand in the scene that is shown. */
export const placeStore = createStore<Places>(() => nowhere);

/** The nodes that a layer stands for: its own, or for a reformat or a copy those of the layer that it serves. */
export function nodesFor(layer: ReportedLayer, { reading }: OpenEngine): readonly string[] {
  const own = nodesOf(layer);
  const served = layer.serves === null ? undefined : reading.report.layers[layer.serves];
  return own.length > 0 || !served ? own : nodesOf(served);
}

/** The layers that compute a node, the one that takes longest first. */
export function layersOfNode(engine: OpenEngine, node: string): readonly ReportedLayer[] {
  const found = indexOf(engine).get(node) ?? [];
  return found.toSorted(
    (a, b) => Number(b.role === 'compute') - Number(a.role === 'compute') || (b.ms ?? 0) - (a.ms ?? 0),
  );
}

const indexes = new WeakMap<OpenEngine, ReadonlyMap<string, readonly ReportedLayer[]>>();
function indexOf(engine: OpenEngine): ReadonlyMap<string, readonly ReportedLayer[]> {
  const index = indexes.get(engine) ?? layersByNode(engine.reading.report);
  indexes.set(engine, index);
  return index;
}

/** Selects a layer of the shown engine: its nodes light up, and the graph moves there. */
export function selectLayer(place: number | null): void {
  engineStore.setState({ layer: place });
  const engine = shownEngine(engineStore.getState());
  const layer = place === null ? undefined : engine?.reading.report.layers[place];
  select(null);
  const items = engine && layer ? itemsOf(nodesFor(layer, engine)) : [];
  light(items);
  revealItems(items);
}

/** Shows a layer of any open engine, while what is selected in the graph stays. */
export function showLayer(engine: string, layer: number): void {
  if (engineStore.getState().shown !== engine) showEngine(engine);
  togglePanel('engine', true);
  engineStore.setState({ layer, view: 'layers', only: null });
}

/** Selects a node of the model, as a click in the graph does, and brings it into view. */
export function selectNode(node: string): void {
  const item = placeStore.getState().itemOf.get(node);
  if (item !== undefined) focusItem(item);
}

/** Shows nodes in the graph, such as those of a finding: all at once, however far away the graph must be for that. */
export function showNodes(nodes: readonly string[]): void {
  const items = itemsOf(nodes);
  const { map } = graphStore.getState();
  select(null);
  light(items);
  if (map && items.length > 0) moveTo(viewOf(bounds(map, items), cameraStore.getState()));
}

function itemsOf(nodes: readonly string[]): readonly number[] {
  const { itemOf } = placeStore.getState();
  return [...new Set(nodes.flatMap((node) => itemOf.get(node) ?? []))];
}

async function place(): Promise<void> {
  const { client, map } = graphStore.getState();
  const { engines } = engineStore.getState();
  if (!client || !map || engines.length === 0 || map.scene.scope.length > 0) {
    placeStore.setState(nowhere);
    return;
  }
  const names = [...new Set(engines.flatMap(({ reading }) => [...reading.operators.keys()]))];
  const items = await client.call('itemsOf', { names, within: true }).catch(() => null);
  if (!items || graphStore.getState().map !== map) return;
  const { kinds } = map.scene;
  const known = names.flatMap((name, at): [string, number][] => {
    const item = items[at] ?? -1;
    return item < 0 ? [] : [[name, item]];
  });
  placeStore.setState({
    itemOf: new Map(known),
    nodeOf: new Map(
      known.filter(([, item]) => itemKinds[kinds[item] ?? 0] === 'operator').map(([name, item]) => [item, name]),
    ),
  });
}

/** A node that was selected in the graph selects its layer, whose other nodes light up. */
function follow(): void {
  const { selection } = graphStore.getState();
  const engine = shownEngine(engineStore.getState());
  if (!engine || selection?.kind !== 'node') return;
  const node = placeStore.getState().nodeOf.get(selection.item);
  const layer = node === undefined ? undefined : layersOfNode(engine, node)[0];
  engineStore.setState({ layer: layer?.index ?? null });
  light(layer ? itemsOf(nodesFor(layer, engine)) : []);
}

graphStore.subscribe((state, before) => {
  if (state.map !== before.map) void place();
  if (state.selection !== before.selection) follow();
});
engineStore.subscribe((state, before) => {
  if (state.engines !== before.engines) void place();
  if (state.shown !== before.shown) follow();
});
placeStore.subscribe(follow);
