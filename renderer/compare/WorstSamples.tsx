// The samples whose outputs moved most away from FP32: where to look first.
import { fixed } from '#renderer/format/format.ts';
import { PrecisionBadge } from '#renderer/widgets/PrecisionBadge.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import type { Row } from './rows.ts';
import styles from './WorstSamples.module.css';

const shown = 8;

export function WorstSamples({ rows }: { readonly rows: readonly Row[] }) {
  const listed = rows.filter(({ reference, evaluation }) => !reference && (evaluation?.worst.length ?? 0) > 0);
  if (listed.length === 0) return null;
  return (
    <Section title="Samples furthest from FP32" aside="SQNR of the sample’s outputs, worst first">
      <div className={styles.lists}>
        {listed.map(({ build, evaluation }) => (
          <div key={build.id} className={styles.list}>
            <PrecisionBadge precision={build.precision} />
            <ol>
              {evaluation?.worst.slice(0, shown).map(({ sample, sqnrDb }) => (
                <li key={sample} className={styles.sample}>
                  <span className={styles.name}>{sample}</span>
                  <span className={styles.figure}>{sqnrDb === null ? 'identical' : `${fixed(sqnrDb, 1)} dB`}</span>
                </li>
              ))}
            </ol>
          </div>
        ))}
      </div>
    </Section>
  );
}
