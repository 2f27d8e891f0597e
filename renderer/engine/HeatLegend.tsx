// What the colours of the graph stand for while they are not those of operators.
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { heatStore, showHeat } from '#renderer/graph/heat.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import styles from './HeatLegend.module.css';

export function HeatLegend() {
  const source = useStore(heatStore, (state) => state.source);
  if (!source) return null;
  const isScale = source.legend.length > 1 && source.legend.every(({ colour }) => colour.startsWith('heat-'));
  return (
    <section className={styles.legend} aria-label="Colours of the graph">
      <div className={styles.head}>
        <p className={styles.title}>{source.title}</p>
        {/* An engine's colours are chosen beside its layers. */}
        {!source.id.startsWith('engine ') && (
          <IconButton
            name="Colour by operator again"
            icon={<X />}
            side="top"
            className={styles.close}
            onClick={() => showHeat(null)}
          />
        )}
      </div>
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
