// What the colours of the graph stand for while they are not those of operators.
import { useStore } from 'zustand';
import { heatStore } from '#renderer/graph/heat.ts';
import styles from './HeatLegend.module.css';

export function HeatLegend() {
  const source = useStore(heatStore, (state) => state.source);
  if (!source) return null;
  return (
    <section className={styles.legend} aria-label="Colours of the graph">
      <p className={styles.title}>{source.title}</p>
      <ul className={styles.marks}>
        {source.legend.map(({ colour, text }) => (
          <li key={colour} className={styles.mark}>
            <span aria-hidden className={styles.swatch} style={{ background: `var(--${colour})` }} />
            {text}
          </li>
        ))}
        <li className={styles.mark}>
          <span aria-hidden className={styles.swatch} style={{ background: 'var(--heat-none)' }} />
          none
        </li>
      </ul>
    </section>
  );
}
