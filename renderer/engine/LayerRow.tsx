// One layer in the table.
import { nodesOf, type ReportedLayer } from '#core/fusion/engine/engineReport.ts';
import { bytes, latency, percent } from '#renderer/format/format.ts';
import styles from './LayerTable.module.css';
import { shortNode, shortNodes } from './shortNode.ts';
import { TypeMark } from './TypeMark.tsx';

interface LayerRowProps {
  readonly layer: ReportedLayer;
  /** The row's number, the head being the first. */
  readonly at: number;
  readonly start: number;
  readonly longest: number;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

export function LayerRow({ layer, at, start, longest, selected, onSelect }: LayerRowProps) {
  const nodes = nodesOf(layer);
  const to = layer.outputs[0]?.type ?? '';
  const share = longest > 0 ? (layer.ms ?? 0) / longest : 0;
  return (
    // The arrow keys of the table choose rows too.
    // biome-ignore lint/a11y/useSemanticElements: see the table
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      role="row"
      aria-rowindex={at}
      aria-selected={selected}
      className={styles.row}
      data-role={layer.role}
      style={{ transform: `translateY(${start}px)` }}
      onClick={onSelect}
    >
      <Cell number>{layer.index + 1}</Cell>
      <Cell title={`${layer.name}\n${layer.kind}`}>
        <span className={styles.kind}>{layer.kind}</span> {layer.name.split(' + ').map(shortNode).join(' + ')}
      </Cell>
      <Cell title={layer.kernel} mono>
        {layer.kernel || layer.kind || '–'}
      </Cell>
      <Cell>
        {layer.role === 'reformat' && to !== layer.precision ? (
          <span className={styles.change}>
            <TypeMark type={layer.precision} /> → {to}
          </span>
        ) : (
          <TypeMark type={layer.precision} />
        )}
      </Cell>
      <Cell number>
        {layer.ms === null ? (
          '–'
        ) : (
          <>
            <span aria-hidden className={styles.bar}>
              <span style={{ width: `${100 * share}%` }} />
            </span>
            <span className={styles.ms}>{latency(layer.ms)}</span>
            <span className={styles.share}>{percent(layer.share)}</span>
          </>
        )}
      </Cell>
      <Cell number>{bytes(layer.bytes)}</Cell>
      <Cell title={nodes.join('\n')}>
        {nodes.length === 0 ? <span className={styles.kind}>{roleText[layer.role]}</span> : shortNodes(nodes)}
      </Cell>
    </div>
  );
}

const roleText: Readonly<Record<ReportedLayer['role'], string>> = {
  compute: 'none named',
  reformat: 'put in: changes type or layout',
  copy: 'put in: copies',
  constant: 'holds a constant',
  idle: 'does nothing at run time',
};

interface CellProps {
  readonly children: React.ReactNode;
  readonly number?: boolean;
  readonly mono?: boolean;
  readonly title?: string;
}

function Cell({ children, number, mono, title }: CellProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: cells are read; the row is what is chosen
    // biome-ignore lint/a11y/useSemanticElements: see the table
    <span role="gridcell" title={title} className={number ? styles.number : mono ? styles.mono : styles.cell}>
      {children}
    </span>
  );
}
