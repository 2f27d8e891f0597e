// The samples whose outputs moved most away from FP32: where to look first.

import { fixed } from '#renderer/format/format.ts';
import { SampleImage } from '#renderer/recipe/SampleImage.tsx';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { PrecisionBadge } from '#renderer/widgets/PrecisionBadge.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import type { Row } from './rows.ts';
import styles from './WorstSamples.module.css';

const shown = 8;

export function WorstSamples({ rows }: { readonly rows: readonly Row[] }) {
  const data = useSlice(sessionStore, ({ session }) => session.data);
  const listed = rows.filter(({ reference, evaluation }) => !reference && (evaluation?.worst.length ?? 0) > 0);
  if (listed.length === 0) return null;
  const hasPictures = (id: string | null): id is string => data.some((one) => one.id === id && one.kind === 'images');
  return (
    <Section title="Samples furthest from FP32" aside="SQNR of the sample’s outputs, worst first">
      <div className={styles.lists}>
        {listed.map(({ build, evaluation }) => (
          <div key={build.id} className={styles.list}>
            <PrecisionBadge precision={build.precision} />
            <ol>
              {evaluation?.worst.slice(0, shown).map(({ sample, index, sqnrDb }) => (
                <li key={sample} className={styles.sample}>
                  {index !== null && hasPictures(evaluation.data) && (
                    <SampleImage data={evaluation.data} index={index} preprocessing={null} />
                  )}
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
