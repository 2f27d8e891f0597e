// From a graph to a scene: which cards there are, what they say, how large they are, and where they stand.
import { type GraphIndex, indexGraph } from '#core/graph/graphIndex.ts';
import { type EdgesByNode, edgesByNode } from '#core/graph/layout/edgesByNode.ts';
import type { LayoutInput } from '#core/graph/layout/geometry.ts';
import { layoutGraph } from '#core/graph/layout/layout.ts';
import { families, type Scene } from '../scene.ts';
import { type CardSize, sizeCard } from './cardSize.ts';
import type { CardWords } from './describeCard.ts';
import type { Fold } from './foldItems.ts';
import { foldedGraph, type WordedItems, wholeGraph } from './foldScene.ts';
import type { Items } from './items.ts';
import type { OpenScope } from './scope.ts';

export interface BuiltScene {
  readonly open: OpenScope;
  readonly index: GraphIndex;
  /** The items with no group folded. */
  readonly whole: WordedItems;
  /** Undefined where no group is folded. */
  readonly fold: Fold | undefined;
  readonly items: Items;
  readonly words: readonly CardWords[];
  readonly sizes: readonly CardSize[];
  readonly scene: Scene;
  /** What the layout was made from. */
  readonly layoutInput: LayoutInput;
  /** The edges that leave each item. */
  readonly outgoing: EdgesByNode;
}

/** Room that an output's edges need at the foot of a card with several. */
const portSpacing = 36;

/** `before` is another scene of the same graph: what does not depend on folding is taken from it. */
export function buildScene(open: OpenScope, fold?: Fold, before?: BuiltScene): BuiltScene {
  const index = before?.index ?? indexGraph(open.graph);
  const whole = before?.whole ?? wholeGraph(open, index);
  const { items, words } = fold ? foldedGraph(open, whole, fold) : whole;
  const sizes = words.map(sizeCard);
  const titles = new Map<string, number>();
  const titleOf = Uint16Array.from(words, ({ title }) => {
    const known = titles.get(title) ?? titles.size;
    titles.set(title, known);
    return known;
  });
  const widths = Float32Array.from(sizes, ({ width }) => width);
  const heights = Float32Array.from(sizes, ({ height }) => height);
  const offsets = Float32Array.from(items.from, (item, edge) =>
    portOffset(words[item]?.outputs.length ?? 1, items.ports[edge] ?? 0, widths[item] ?? 0),
  );
  const { from, to, ports } = items;
  const layoutInput = { widths, heights, from, to, ports, offsets };
  const layout = layoutGraph(layoutInput);
  const familyPlace = new Map<string, number>(families.map((family, place) => [family, place]));
  const scene: Scene = {
    scope: open.scope,
    crumbs: open.crumbs,
    count: items.count,
    kinds: items.kinds,
    refs: items.refs,
    families: Uint8Array.from(words, ({ family }) => familyPlace.get(family) ?? 0),
    titles: [...titles.keys()],
    titleOf,
    x: layout.x,
    y: layout.y,
    widths,
    heights,
    width: layout.width,
    height: layout.height,
    from,
    to,
    ports,
    pointStarts: layout.pointStarts,
    points: layout.points,
    itemOf: items.itemOf,
  };
  const outgoing = edgesByNode(items.count, from);
  return { open, index, whole, fold, items, words, sizes, scene, layoutInput, outgoing };
}

/** Pixels right of the middle at which a port's edges leave. */
export function portOffset(ports: number, port: number, width: number): number {
  if (ports < 2) return 0;
  const step = Math.min(portSpacing, (width - 24) / (ports - 1));
  return (port - (ports - 1) / 2) * step;
}
