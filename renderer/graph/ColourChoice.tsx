// What the graph is coloured by: operators, or a figure of each node.
import { useState } from 'react';
import { useStore } from 'zustand';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { colourBy } from './colourBy.ts';
import { heatStore } from './heat.ts';
import { type Metric, metrics, metricTitles } from './metric.ts';
import styles from './Outline.module.css';

const ways = [
  { value: 'operator' as const, label: 'Operators' },
  ...metrics.map((value) => ({ value, label: metricTitles[value] })),
];

export function ColourChoice() {
  const source = useStore(heatStore, (state) => state.source);
  const [busy, setBusy] = useState(false);
  const chosen = metrics.find((metric) => source?.id === metric) ?? (source ? 'other' : 'operator');
  // What an engine or a search shows is chosen there.
  const options =
    source && chosen === 'other' ? [...ways, { value: 'other' as const, label: source.title, disabled: true }] : ways;
  const choose = (by: Metric | 'operator' | 'other') => {
    if (by === 'other') return;
    setBusy(true);
    void colourBy(by).finally(() => setBusy(false));
  };
  return (
    <div className={styles.colours}>
      <span className={styles.label}>Colour by</span>
      <Choice name="Colour by" quiet value={chosen} options={options} disabled={busy} onChange={choose} />
    </div>
  );
}
