// One input or output of a node: its name in the operator, the tensor, and where it comes from or goes to.
import type { Link, PortDetail } from '../detail.ts';
import { follow } from '../follow.ts';
import { graphStore, select } from '../store.ts';
import styles from './Inspector.module.css';
import { LongList } from './LongList.tsx';

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
        <LongList rows={port.links}>
          {(link) => (
            <button
              key={`${link.item} ${link.label}`}
              type="button"
              className={styles.link}
              title={link.label}
              onClick={() => void follow(link)}
            >
              {arrowTo(link, item >= 0)} {link.label}
            </button>
          )}
        </LongList>
      </div>
    </div>
  );
}

/** On to a reader or back to a producer; slanted where it leads into a body or out of one. */
function arrowTo({ elsewhere }: Link, isOutput: boolean): string {
  if (!elsewhere) return isOutput ? '→' : '←';
  const depth = graphStore.getState().map?.scene.scope.length ?? 0;
  return elsewhere.scope.length > depth ? '↘' : '↖';
}
