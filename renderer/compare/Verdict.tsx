// The answer most come for: which build to take, given how many answers may be lost.
import { Trophy } from 'lucide-react';
import type { CompareReport } from '#core/contract/comparison.ts';
import { choose } from '#core/measure/choose.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { precisionColour } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './Verdict.module.css';

interface VerdictProps {
  readonly report: CompareReport;
  /** Share of answers, 0 to 1. */
  readonly maxLoss: number;
  readonly onMaxLoss: (maxLoss: number) => void;
}

const losses = [0, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05];

export function Verdict({ report, maxLoss, onMaxLoss }: VerdictProps) {
  const { kind, ...choice } = choose(report, { kind: 'fastest', maxLoss });
  const colour = 'build' in choice && kind === 'chosen' ? precisionColour(choice.build.precision) : undefined;
  return (
    <div className={styles.verdict}>
      <Trophy aria-hidden className={styles.icon} style={{ color: colour }} />
      <p className={styles.reason} role="status">
        {choice.reason}
      </p>
      <span className={styles.may}>Answers that may be lost</span>
      <Choice
        name="Answers that may be lost"
        value={String(maxLoss)}
        options={losses.map((loss) => ({ value: String(loss), label: `≤ ${Number((100 * loss).toPrecision(3))} %` }))}
        onChange={(loss) => onMaxLoss(Number(loss))}
      />
    </div>
  );
}
