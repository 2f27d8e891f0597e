// Which nodes a recipe wants left in FP32: by name, by glob over names, by operator.
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Node } from '#core/onnx/model.ts';

export interface KeepRules {
  readonly nodes?: readonly string[] | undefined;
  /** Globs over node names: `*` stands for any characters, `?` for one. */
  readonly patterns?: readonly string[] | undefined;
  readonly operators?: readonly string[] | undefined;
  /** By node name, before all others: whether the node stays in FP32. */
  readonly layers?: ReadonlyMap<string, boolean> | undefined;
  /** Where only `layers` take part: why all others do not. */
  readonly otherwise?: string | undefined;
}

/** A node that a rewrite leaves in FP32, and why. */
export interface KeptNode {
  /** As `nodeName` gives it. */
  readonly node: string;
  /** A clause that says why. */
  readonly reason: string;
}

/** Why the recipe keeps a node; undefined where it does not. */
export function recipeReason(node: Node, keep: KeepRules | undefined): string | undefined {
  const name = nodeName(node);
  const own = keep?.layers?.get(name);
  if (own !== undefined) return own ? 'the recipe says so for this layer' : undefined;
  if (keep?.nodes?.includes(name)) return 'the recipe keeps it by name';
  const pattern = keep?.patterns?.find((glob) => matchesGlob(glob, name));
  if (pattern !== undefined) return `the recipe keeps '${pattern}'`;
  return keep?.operators?.includes(node.opType) ? `the recipe keeps every ${node.opType}` : keep?.otherwise;
}

/** Whether the whole text matches; takes time in proportion to pattern × text at worst, whatever the pattern. */
export function matchesGlob(glob: string, text: string): boolean {
  let [g, t, star, resume] = [0, 0, -1, 0];
  while (t < text.length) {
    if (glob[g] === '*') {
      star = g++;
      resume = t;
    } else if (glob[g] === '?' || glob[g] === text[t]) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}
