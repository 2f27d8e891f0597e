// Nodes that move no data in the end: reshapes, and concatenations whose inputs are written in place.
import type { Removal } from '../removal.ts';
import type { FusionView } from '../view.ts';

const reshapes = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze']);

/** Of the nodes that no kernel took: what is left of them when the engine runs is nothing, or a copy for some inputs. */
export function eliminated(view: FusionView): ReadonlyMap<number, Removal> {
  const found = new Map<number, Removal>();
  for (const node of Array.from(view.order)) {
    if (view.claimed(node)) continue;
    const operator = view.operator(node);
    const becomes = view.input(node, 0);
    if (reshapes.has(operator)) {
      found.set(node, { becomes, reason: `${operator} moves no data: the same memory is read in another shape.` });
    } else if (operator === 'Concat') {
      found.set(node, { becomes, reason: 'Concat is no kernel: what it joins is written side by side at once.' });
    }
  }
  return found;
}
