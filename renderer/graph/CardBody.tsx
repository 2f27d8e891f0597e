// The rows of a card, the way into what it holds, and the labels of its edges.
import { CornerDownRight } from 'lucide-react';
import styles from './Card.module.css';
import { partLabel } from './partLabel.ts';
import type { Card } from './scene.ts';
import { enter, graphStore, select } from './store.ts';

export function CardBody({ card }: { readonly card: Card }) {
  const scope = graphStore.getState().map?.scene.scope ?? [];
  return (
    <>
      {card.rows.length > 0 && (
        <div className={styles.rows}>
          {card.rows.map((row) => (
            <div key={row.map(({ label, text }) => label + text).join()} className={styles.row}>
              {row.map((cell) => (
                <span key={cell.label + cell.text} className={cell.value === '' ? styles.attribute : styles.weight}>
                  {cell.label !== '' && <span className={styles.label}>{cell.label}</span>}
                  <span className={styles.text}>{cell.text}</span>
                </span>
              ))}
            </div>
          ))}
        </div>
      )}
      {card.inside.length > 0 && (
        <div className={styles.inside}>
          {card.inside.map((step) => (
            <button
              key={`${step.attribute} ${step.place}`}
              type="button"
              tabIndex={-1}
              className={styles.enter}
              onClick={(event) => {
                event.stopPropagation();
                void enter([...scope, step]);
              }}
            >
              <CornerDownRight aria-hidden />
              {partLabel(step)}
            </button>
          ))}
        </div>
      )}
      {card.outputs.map(
        ({ value, text, offset }, port) =>
          text !== '' && (
            // A pointer's way to the tensor; the keyboard's is the inspector of the node.
            // biome-ignore lint/a11y/noStaticElementInteractions: see above
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <span
              key={value}
              className={styles.edgeLabel}
              style={{ left: `calc(50% + ${offset}px)` }}
              onClick={(event) => {
                event.stopPropagation();
                select({ kind: 'tensor', item: card.item, port, value });
              }}
            >
              {text}
            </span>
          ),
      )}
    </>
  );
}
