// From a graph to a scene: which cards there are, what they say, how large they are, and where they stand.
import { type GraphIndex, indexGraph } from '#core/graph/graphIndex.ts';
import { contractLayout } from '#core/graph/layout/contract.ts';
import { type EdgesByNode, edgesByNode } from '#core/graph/layout/edgesByNode.ts';
import type { Layout, LayoutInput } from '#core/graph/layout/geometry.ts';
import { layoutGraph } from '#core/graph/layout/layout.ts';
import { families, type Scene } from '../scene.ts';
import type { CardWords } from './describeCard.ts';
import type { Fold } from './foldItems.ts';
import { foldedGraph, type WordedItems, wholeGraph } from './foldScene.ts';
import type { Items } from './items.ts';
import { cardMeasure } from './measureCards.ts';
import type { OpenScope } from './scope.ts';

export interface BuiltScene {
  readonly open: OpenScope;
  readonly index: GraphIndex;
  /** The items with no group folded. */
  readonly whole: WordedItems;
  /** The sizes of those items, which they keep when others are folded. */
  readonly wholeCards: CardColumns;
  /** Their layout, in which a folded group only closes up where it can. */
  readonly wholeLayout: LayoutInput & Layout;
  /** Undefined where no group is folded. */
  readonly fold: Fold | undefined;
  readonly items: Items;
  words(item: number): CardWords;
  readonly scene: Scene;
  /** The edges that leave each item. */
  readonly outgoing: EdgesByNode;
}

/** Room that an output's edges need at the foot of a card with several. */
const portSpacing = 36;

/** `before` is another scene of the same graph: what does not depend on folding is taken from it. */
export function buildScene(open: OpenScope, fold?: Fold, before?: BuiltScene): BuiltScene {
  const index = before?.index ?? indexGraph(open.graph);
  const whole = before?.whole ?? wholeGraph(open, index);
  const wholeCards = before?.wholeCards ?? cardColumns(open, whole);
  const wholeLayout = before?.wholeLayout ?? laidOut(inputOf(whole.items, wholeCards));
  const worded = fold ? foldedGraph(open, whole, fold) : whole;
  const { items, words } = worded;
  const cards = fold ? cardColumns(open, worded, wholeCards) : wholeCards;
  const { titles, titleOf, familyOf, widths, heights } = cards;
  const layoutInput = fold ? inputOf(items, cards) : wholeLayout;
  const layout = fold ? foldedLayout(wholeLayout, layoutInput, worded, fold) : wholeLayout;
  const { from, to, ports } = items;
  const scene: Scene = {
    scope: open.scope,
    crumbs: open.crumbs,
    count: items.count,
    kinds: items.kinds,
    refs: items.refs,
    families: familyOf,
    titles,
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
  return { open, index, whole, wholeCards, wholeLayout, fold, items, words, scene, outgoing };
}

function inputOf({ from, to, ports }: Items, { portsOf, widths, heights }: CardColumns): LayoutInput {
  const offsets = new Float32Array(from.length);
  for (let edge = 0; edge < from.length; edge++) {
    const item = from[edge] as number;
    offsets[edge] = portOffset(portsOf[item] as number, ports[edge] as number, widths[item] as number);
  }
  return { widths, heights, from, to, ports, offsets };
}

type LaidOut = LayoutInput & Layout;

function laidOut(input: LayoutInput): LaidOut {
  return { ...input, ...layoutGraph(input) };
}

/** From the layout of the whole graph where groups only close up in it, else anew. */
function foldedLayout(whole: LaidOut, input: LayoutInput, { folded }: WordedItems, { once }: Fold): Layout {
  if (!folded || once.length > 0) return layoutGraph(input);
  const { shown, wholeItem, wholeEdge } = folded;
  return contractLayout(whole, { input, ofNode: shown, wholeNode: wholeItem, wholeEdge }) ?? layoutGraph(input);
}

/** What is kept of the words of all cards. */
export interface CardColumns {
  readonly titles: readonly string[];
  readonly titleOf: Uint16Array;
  readonly familyOf: Uint8Array;
  readonly portsOf: Int32Array;
  readonly widths: Float32Array;
  readonly heights: Float32Array;
}

/** `known` are the columns of the unfolded graph: only the cards of groups are measured then. */
function cardColumns(open: OpenScope, worded: WordedItems, known?: CardColumns): CardColumns {
  const wholeItem = worded.folded?.wholeItem;
  const { count } = worded.items;
  const measure = cardMeasure(open, worded);
  const familyPlace = new Map<string, number>(families.map((family, place) => [family, place]));
  const titles = new Map<string, number>(known?.titles.map((title, place) => [title, place]));
  const titleOf = new Uint16Array(count);
  const familyOf = new Uint8Array(count);
  const portsOf = new Int32Array(count);
  const widths = new Float32Array(count);
  const heights = new Float32Array(count);
  for (let item = 0; item < count; item++) {
    const own = wholeItem?.[item] ?? -1;
    if (known && own !== -1) {
      titleOf[item] = known.titleOf[own] as number;
      familyOf[item] = known.familyOf[own] as number;
      portsOf[item] = known.portsOf[own] as number;
      widths[item] = known.widths[own] as number;
      heights[item] = known.heights[own] as number;
      continue;
    }
    const card = measure(item);
    const title = titles.get(card.title) ?? titles.size;
    titles.set(card.title, title);
    titleOf[item] = title;
    familyOf[item] = familyPlace.get(card.family) ?? 0;
    portsOf[item] = card.ports;
    widths[item] = card.width;
    heights[item] = card.height;
  }
  return { titles: [...titles.keys()], titleOf, familyOf, portsOf, widths, heights };
}

/** Pixels right of the middle at which a port's edges leave. */
export function portOffset(ports: number, port: number, width: number): number {
  if (ports < 2) return 0;
  const step = Math.min(portSpacing, (width - 24) / (ports - 1));
  return (port - (ports - 1) / 2) * step;
}
