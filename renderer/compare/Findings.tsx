// What the comparison says in plain sentences.
import type { CompareReport } from '#core/contract/comparison.ts';
import { PrecisionBadge } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './Findings.module.css';

export function Findings({ report }: { readonly report: CompareReport }) {
  if (report.findings.length === 0) return null;
  return (
    <ul className={styles.findings} aria-label="Findings">
      {report.findings.map(({ precision, text }) => (
        <li key={`${precision} ${text}`} className={styles.finding}>
          <span className={styles.precision}>{precision && <PrecisionBadge precision={precision} />}</span>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
