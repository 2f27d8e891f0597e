// One input or output of a node: its name in the operator, the tensor, and where it comes from or goes to.
import type { PortDetail } from '../detail.ts';
import { focusItem } from '../moves.ts';
import { select } from '../store.ts';
import styles from './Inspector.module.css';

interface PortRowProps {
  readonly port: PortDetail;
  /** For an output: the item it leaves, and by which port. */
  readonly item?: number;
  readonly place?: number;
}

const sources: Readonly<Record<PortDetail['from'], string>> = {
  node: '',
  input: 'graph input',
  weight: 'weight',
  constant: 'constant',
  outside: 'from outside',
  absent: 'not given',
};

export function PortRow({ port, item = -1, place = 0 }: PortRowProps) {
  if (port.from === 'absent') {
    return (
      <div className={styles.port}>
        <span className={styles.label}>{port.label}</span>
        <span className={styles.absent}>not given</span>
      </div>
    );
  }
  return (
    <div className={styles.port}>
      <span className={styles.label}>{port.label}</span>
      <div className={styles.about}>
        <button
          type="button"
          className={styles.tensor}
          title={port.value}
          onClick={() => select({ kind: 'tensor', item, port: place, value: port.value })}
        >
          {port.value}
        </button>
        <span className={styles.shape}>
          {port.type}
          {port.text !== '' && port.from === 'constant' && <> = {port.text}</>}
          {sources[port.from] !== '' && <span className={styles.source}>{sources[port.from]}</span>}
        </span>
        {port.links.map(({ item: other, label }) => (
          <button key={other} type="button" className={styles.link} title={label} onClick={() => focusItem(other)}>
            {item >= 0 ? '→' : '←'} {label}
          </button>
        ))}
      </div>
    </div>
  );
}
