// What the colours of the graph stand for while they are not those of operators.
import { useStore } from 'zustand';
import { heatStore } from '#renderer/graph/heat.ts';
import styles from './HeatLegend.module.css';

export function HeatLegend() {
  const source = useStore(heatStore, (state) => state.source);
  if (!source) return null;
  const isScale = source.legend.length > 1 && source.legend.every(({ colour }) => colour.startsWith('heat-'));
  return (
    <section className={styles.legend} aria-label="Colours of the graph">
      <p className={styles.title}>{source.title}</p>
      <ul className={isScale ? styles.scale : styles.marks}>
        {source.legend.map(({ colour, text }, place) => (
          <li key={colour} className={styles.mark} title={isScale ? `from ${text}` : text}>
            <span aria-hidden className={styles.swatch} style={{ background: `var(--${colour})` }} />
            <span data-quiet={isScale && place % 3 !== 0}>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
