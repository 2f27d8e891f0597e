// Why the shown engine is not faster than the other: what costs how much, where, and what to change.
import { useMemo } from 'react';
import { explain } from '#core/measure/why/explain.ts';
import { buildChanged } from '#renderer/actions/buildChanged.ts';
import { counted, latency } from '#renderer/format/format.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import styles from './CompareView.module.css';
import type { OpenEngine } from './engines.ts';
import { showNodes } from './link.ts';

interface WhyListProps {
  readonly engine: OpenEngine;
  readonly base: OpenEngine;
}

export function WhyList({ engine, base }: WhyListProps) {
  const build = useSlice(sessionStore, ({ session }) => session.builds.find(({ id }) => id === engine.build) ?? null);
  const findings = useMemo(() => {
    const side = ({ reading, precision, title }: OpenEngine) => ({
      report: reading.report,
      name: precision?.toUpperCase() ?? title,
      precision,
    });
    return explain({
      base: side(base),
      other: side(engine),
      operator: (node) => engine.reading.operators.get(node) ?? '',
    });
  }, [engine, base]);
  return (
    <section className={styles.why} aria-label="Why is it not faster?">
      <h3 className={styles.title}>Why is it not faster?</h3>
      {findings.length === 0 && <p>Nothing stands in its way that layers and profiles tell.</p>}
      <ul>
        {findings.map(({ kind, ms, text, nodes, change }) => (
          <li key={`${kind} ${text}`} className={styles.finding}>
            <span className={styles.cost}>{ms === null ? '–' : latency(ms)}</span>
            <div>
              <p>{text}</p>
              {change && <p className={styles.change}>{change.text}</p>}
              <p className={styles.actions}>
                {nodes.length > 0 && (
                  <button type="button" className={styles.action} onClick={() => showNodes(nodes)}>
                    Show {counted(nodes.length, 'node')}
                  </button>
                )}
                {build && change && (change.layers || change.keepIo !== undefined) && (
                  <button type="button" className={styles.action} onClick={() => void buildChanged(build, change)}>
                    Build with this change
                  </button>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
