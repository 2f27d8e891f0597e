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

/** Linear in nodes and the depth of their groups, once for each layout. */
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
  const counted = new Set<number>();
  tree.groupOf.forEach((innermost, node) => {
    const item = scene.itemOf[node] ?? -1;
    if (item === -1 || counted.has(item) || isPortKind(itemKinds[scene.kinds[item] ?? 0] ?? 'operator')) return;
    const own = itemKinds[scene.kinds[item] ?? 0] === 'group' || scene.refs[item] === node;
    if (!own) return;
    counted.add(item);
    const [x = 0, y = 0, width = 0, height = 0] = [
      scene.x[item],
      scene.y[item],
      scene.widths[item],
      scene.heights[item],
    ];
    for (
      let group = into[node] === -1 ? innermost : (into[node] as number);
      group !== -1;
      group = tree.parents[group] as number
    ) {
      cards[group] = (cards[group] as number) + 1;
      left[group] = Math.min(left[group] as number, x);
      top[group] = Math.min(top[group] as number, y);
      right[group] = Math.max(right[group] as number, x + width);
      bottom[group] = Math.max(bottom[group] as number, y + height);
    }
  });
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
