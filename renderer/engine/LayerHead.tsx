// The heads of the layer table's columns, by which it is sorted.
import { ArrowDown, ArrowUp } from 'lucide-react';
import styles from './LayerTable.module.css';
import type { ColumnKey, Order } from './layerRows.ts';

interface Head {
  readonly key: ColumnKey;
  readonly title: string;
  readonly about: string;
  readonly number?: boolean;
}

const heads: readonly Head[] = [
  { key: 'place', title: '#', about: 'The place in the engine', number: true },
  { key: 'name', title: 'Layer', about: 'The layer’s name and type, as the engine tells them' },
  { key: 'kernel', title: 'Kernel', about: 'The kernel or tactic that was chosen' },
  { key: 'precision', title: 'Works in', about: 'The precision of what it reads to calculate with' },
  { key: 'ms', title: 'Time', about: 'Median of one inference, and its share of all layers', number: true },
  { key: 'bytes', title: 'Traffic', about: 'Bytes read and written, from shapes', number: true },
  { key: 'nodes', title: 'ONNX nodes', about: 'How many nodes of the model it computes, and which' },
];

interface LayerHeadProps {
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

export function LayerHead({ order, onOrder }: LayerHeadProps) {
  const Arrow = order.down ? ArrowDown : ArrowUp;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the table
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons are
    <div role="row" aria-rowindex={1} className={styles.head}>
      {heads.map(({ key, title, about, number }) => (
        // biome-ignore lint/a11y/useSemanticElements: see the table
        // biome-ignore lint/a11y/useFocusableInteractive: its button is
        <span
          key={key}
          role="columnheader"
          aria-sort={order.by === key ? (order.down ? 'descending' : 'ascending') : 'none'}
          className={number ? styles.number : undefined}
        >
          <button
            type="button"
            className={styles.sort}
            title={about}
            onClick={() =>
              onOrder({ by: key, down: order.by === key ? !order.down : number === true && key !== 'place' })
            }
          >
            {title}
            {order.by === key && <Arrow aria-hidden />}
          </button>
        </span>
      ))}
    </div>
  );
}
