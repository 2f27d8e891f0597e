// One node of the graph as React Flow shows it: operator, name, weights, attributes, and the shapes that leave it.

import { memo, useLayoutEffect } from 'react';
import type { Node, NodeProps } from 'reactflow';
import { useStore } from 'zustand';
import { classNames } from '#renderer/widgets/classNames.ts';
import styles from './Card.module.css';
import { CardBody } from './CardBody.tsx';
import { cardStore } from './cardStore.ts';
import { apartKind, removedKind } from './fusionItems.ts';
import { type FusionState, fusionStore } from './fusions.ts';
import { heatStore, noHeat } from './heat.ts';
import { highlightStore } from './highlight.ts';
import { markReady } from './markReady.ts';
import { marksStore } from './marks.ts';
import { shortName } from './reader/cardSize.ts';
import { families, isPortKind, itemKinds } from './scene.ts';
import { graphStore } from './store.ts';

export type CardNode = Node<{ readonly item: number }, 'card'>;

export const Card = memo(function Card({ data: { item } }: NodeProps<CardNode>) {
  const card = useStore(cardStore, ({ cards }) => cards.get(item));
  const emphasis = useStore(highlightStore, ({ items }) => items.get(item));
  const removed = useStore(fusionStore, ({ view }) => view?.removedOf.get(item));
  const apart = useStore(fusionStore, (state) => standsApart(state, item));
  const shown = useStore(fusionStore, ({ group }) => group?.kind === removedKind && group.items.includes(item));
  const heated = useStore(heatStore, ({ items }) => items !== null);
  const heat = useStore(heatStore, ({ items }) => items?.get(item));
  const mark = useStore(marksStore, ({ items }) => items.get(item));
  const scene = useStore(graphStore, ({ map }) => map?.scene);
  useLayoutEffect(() => {
    if (card) markReady();
  }, [card]);
  if (!scene) return null;
  const title = card?.title ?? scene.titles[scene.titleOf[item] ?? 0] ?? '';
  const kind = itemKinds[scene.kinds[item] ?? 0] ?? 'operator';
  const family = families[scene.families[item] ?? 0] ?? 'other';
  const name = card?.name ?? '';
  const isPort = isPortKind(kind);
  const ground = heated ? (heat?.colour ?? noHeat) : `family-${family}`;
  return (
    <article
      className={classNames(
        styles.card,
        styles[emphasis ?? ''],
        isPort && styles.port,
        kind === 'group' && styles.group,
        removed && styles.removed,
        apart && styles.apart,
        shown && styles.shown,
        mark && styles[mark === 'removed' ? 'markRemoved' : mark],
      )}
      aria-label={[title, name, removed ? 'removed by the optimizer' : ''].filter(Boolean).join(' ')}
      aria-current={emphasis === 'selected' ? 'true' : undefined}
      data-emphasis={emphasis}
      title={removed ? `${name}: ${removed}` : name}
    >
      <header className={styles.header} style={isPort ? undefined : { background: `var(--${ground})` }}>
        <span className={styles.title}>{isPort ? shortName(name) : title}</span>
        <span className={styles.name}>{isPort ? title : shortName(name)}</span>
      </header>
      {heat && (
        <span className={styles.heat} style={{ background: `var(--${heat.colour})` }}>
          {heat.text}
        </span>
      )}
      {card && <CardBody card={card} />}
    </article>
  );
});

/** Marked on demand: while the legend's line for it is pointed at, and while the pair is chosen. */
function standsApart({ view, kind, group }: FusionState, item: number): boolean {
  if (kind === apartKind) return view?.apartOf.has(item) ?? false;
  return group?.kind === apartKind && group.items.includes(item);
}
