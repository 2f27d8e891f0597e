// What the comparison says in plain sentences.
import type { CompareReport } from '#core/contract/comparison.ts';
import { precisionColour } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './Findings.module.css';

export function Findings({ report }: { readonly report: CompareReport }) {
  if (report.findings.length === 0) return null;
  return (
    <ul className={styles.findings} aria-label="Findings">
      {report.findings.map(({ precision, text }) => (
        <li key={`${precision} ${text}`} className={styles.finding}>
          <span
            aria-hidden
            className={styles.precision}
            style={precision ? { background: precisionColour(precision) } : undefined}
          />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
