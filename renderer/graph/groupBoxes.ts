// Where the groups of a laid-out graph lie: the smallest box around the cards of each.
import { foldedInto } from '#core/graph/groups/folding.ts';
import type { GroupTree } from '#core/graph/groups/groupTree.ts';
import type { Rectangle } from '#core/graph/window.ts';
import { isPortKind, itemKinds } from './scene.ts';
import type { SceneMap } from './sceneMap.ts';

export interface GroupBoxes {
  readonly tree: GroupTree;
  /** The groups inside each group; those of the outermost level under -1. */
  readonly inner: ReadonlyMap<number, readonly number[]>;
  /** Undefined for a group of which nothing is drawn. */
  box(group: number): Rectangle | undefined;
  /** Whether nothing else stands inside the group's box. */
  isAlone(group: number): boolean;
  /** Whether no card lies in an area of the graph. */
  isFree(area: Rectangle): boolean;
  /** Whether the group is drawn as one card, or is inside one that is. */
  isFolded(group: number): boolean;
}

const known = new WeakMap<SceneMap, GroupBoxes>();

/** Linear in nodes and groups, once for each layout. */
export function groupBoxes(map: SceneMap, tree: GroupTree, folded: ReadonlySet<number>): GroupBoxes {
  const before = known.get(map);
  if (before?.tree === tree) return before;
  const boxes = locate(map, tree, folded);
  known.set(map, boxes);
  return boxes;
}

function locate(map: SceneMap, tree: GroupTree, folded: ReadonlySet<number>): GroupBoxes {
  const { scene } = map;
  const [left, top] = [full(tree, Number.POSITIVE_INFINITY), full(tree, Number.POSITIVE_INFINITY)];
  const [right, bottom] = [full(tree, Number.NEGATIVE_INFINITY), full(tree, Number.NEGATIVE_INFINITY)];
  const cards = new Int32Array(tree.count);
  const into = foldedInto(tree, folded);
  const hidden = new Uint8Array(tree.count);
  for (let group = 0; group < tree.count; group++) {
    const around = tree.parents[group] as number;
    hidden[group] = folded.has(group) || (around !== -1 && hidden[around] === 1) ? 1 : 0;
  }
  const counted = new Uint8Array(scene.count);
  for (let node = 0; node < tree.groupOf.length; node++) {
    const item = scene.itemOf[node] ?? -1;
    if (item === -1 || counted[item] === 1) continue;
    const kind = itemKinds[scene.kinds[item] as number] ?? 'operator';
    if (isPortKind(kind) || (kind !== 'group' && scene.refs[item] !== node)) continue;
    counted[item] = 1;
    const around = into[node] as number;
    const group = around === -1 ? (tree.groupOf[node] as number) : around;
    if (group === -1) continue;
    const [x, y] = [scene.x[item] as number, scene.y[item] as number];
    cover(group, 1, x, y, x + (scene.widths[item] as number), y + (scene.heights[item] as number));
  }
  // A group comes after the group around it.
  for (let group = tree.count - 1; group >= 0; group--) {
    const around = tree.parents[group] as number;
    if (around === -1 || cards[group] === 0) continue;
    const [x, y] = [left[group] as number, top[group] as number];
    cover(around, cards[group] as number, x, y, right[group] as number, bottom[group] as number);
  }
  function cover(group: number, more: number, x: number, y: number, across: number, down: number): void {
    cards[group] = (cards[group] as number) + more;
    left[group] = Math.min(left[group] as number, x);
    top[group] = Math.min(top[group] as number, y);
    right[group] = Math.max(right[group] as number, across);
    bottom[group] = Math.max(bottom[group] as number, down);
  }
  const inner = new Map<number, number[]>();
  tree.parents.forEach((parent, group) => {
    const list = inner.get(parent);
    if (list) list.push(group);
    else inner.set(parent, [group]);
  });
  const box = (group: number): Rectangle | undefined => {
    const [x = 0, y = 0] = [left[group], top[group]];
    return cards[group] === 0 ? undefined : { x, y, width: (right[group] ?? 0) - x, height: (bottom[group] ?? 0) - y };
  };
  const alone = new Map<number, boolean>();
  return {
    tree,
    inner,
    box,
    isAlone(group) {
      const area = box(group);
      const found = alone.get(group) ?? (area !== undefined && map.window.nodesIn(area).length === cards[group]);
      alone.set(group, found);
      return found;
    },
    isFree: (area) => map.window.nodesIn(area).length === 0,
    isFolded: (group) => hidden[group] === 1,
  };
}

function full({ count }: GroupTree, value: number): Float32Array {
  return new Float32Array(count).fill(value);
}
