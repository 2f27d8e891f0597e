// Going to a difference in both graphs, and keeping both at the same place.
import { cameraStore } from '#renderer/graph/camera.ts';
import { focusItem } from '#renderer/graph/moves.ts';
import { graphStore } from '#renderer/graph/store.ts';
import { themeStore } from '#renderer/theme/theme.ts';
import { besideStore, standAtDifference } from './besideStore.ts';
import type { BesidePane, Standing } from './pane.ts';
import { quietPeriod } from './quietPeriod.ts';
import { nodeOf, standAt, standing } from './standing.ts';

/** While the window moves its graph itself, that graph does not lead the other. */
const quiet = quietPeriod();

/** Goes to a difference by its place in the list, around at both ends. */
export function goToDifference(place: number): void {
  const { list, pane } = besideStore.getState();
  if (list.length === 0) return;
  const at = (place + list.length) % list.length;
  const found = list[at];
  if (!found || !pane) return;
  standAtDifference(at);
  quiet.during(() => {
    const [a, b] = [
      found.a === -1 ? neighbour(found.b, 'b') : found.a,
      found.b === -1 ? neighbour(found.a, 'a') : found.b,
    ];
    const item = graphStore.getState().map?.scene.itemOf[a] ?? -1;
    if (item !== -1) focusItem(item);
    if (b !== -1) pane.goTo(b);
  });
}

/** For a node that the other model lacks: the nearest one before it that both have, as it is called there. */
function neighbour(node: number, side: 'a' | 'b'): number {
  const partners = side === 'a' ? besideStore.getState().diff?.partners : partnersOfB();
  for (let before = node; before >= 0; before--) {
    const partner = partners?.[before] ?? -1;
    if (partner !== -1) return partner;
  }
  return -1;
}

function partnersOfB(): Int32Array {
  const partners = besideStore.getState().diff?.partners ?? new Int32Array();
  const most = partners.reduce((highest, partner) => Math.max(highest, partner), -1);
  const back = new Int32Array(most + 1).fill(-1);
  partners.forEach((partner, node) => {
    if (partner !== -1) back[partner] = node;
  });
  return back;
}

/** Lets each graph follow the other, and the pane the window's theme; returns what ends it. */
export function keepTogether(pane: BesidePane): () => void {
  let back: Int32Array | undefined;
  const together = () => besideStore.getState().together;
  /** What the pane tells is never an echo: it keeps quiet of what it was asked to do. */
  const leads = () => together() && quiet.isOver();
  const partner = (node: number, side: 'a' | 'b') => {
    const { diff } = besideStore.getState();
    if (side === 'b') back ??= diff ? partnersOfB() : undefined;
    return (side === 'a' ? diff?.partners : back)?.[node] ?? -1;
  };
  const follow = (where: Standing | undefined, side: 'a' | 'b', stand: (where: Standing) => void) => {
    const node = where ? partner(where.node, side) : -1;
    if (where && node !== -1) stand({ ...where, node });
  };
  pane.showTheme(themeStore.getState().theme);
  pane.onMove((where) => {
    if (together()) follow(where, 'b', (there) => quiet.during(() => standAt(there)));
  });
  pane.onSelect((node) => {
    const item = graphStore.getState().map?.scene.itemOf[partner(node, 'b')] ?? -1;
    if (together() && item !== -1) quiet.during(() => focusItem(item));
  });
  let frame = 0;
  const ends = [
    cameraStore.subscribe(() => {
      if (!leads()) return;
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        follow(
          standing((node) => partner(node, 'a') !== -1),
          'a',
          pane.stand,
        );
      });
    }),
    graphStore.subscribe((state, before) => {
      if (!leads() || state.selection === before.selection || state.selection?.kind !== 'node') return;
      const node = nodeOf(state.selection.item);
      const other = node === undefined ? -1 : partner(node, 'a');
      if (other !== -1) pane.goTo(other);
    }),
    besideStore.subscribe((state, before) => {
      if (state.diff !== before.diff) back = undefined;
    }),
    themeStore.subscribe(({ theme }) => pane.showTheme(theme)),
  ];
  return () => {
    cancelAnimationFrame(frame);
    for (const end of ends) end();
  };
}
