// The samples that fare worst against FP32, with what both engines made of them: a regression is seen, not averaged away.
import type { DataSet } from '#core/contract/data.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import { fixed } from '#renderer/format/format.ts';
import { SampleImage } from '#renderer/recipe/SampleImage.tsx';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { PrecisionBadge, precisionColour, precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import { Answer } from './Answer.tsx';
import { BoxedImage } from './BoxedImage.tsx';
import type { Row } from './rows.ts';
import styles from './WorstSamples.module.css';

const shown = 8;

export function WorstSamples({ rows }: { readonly rows: readonly Row[] }) {
  const data = useSlice(sessionStore, ({ session }) => session.data);
  const listed = rows.filter(({ reference, evaluation }) => !reference && (evaluation?.worst.length ?? 0) > 0);
  if (listed.length === 0) return null;
  const boxes = listed.some(({ evaluation }) => evaluation?.boxes);
  return (
    <Section
      title="Samples furthest from FP32"
      aside={`Changed answers first, then by ${boxes ? 'the overlap of boxes' : 'the SQNR of the sample’s outputs'}`}
    >
      <div className={styles.lists}>
        {listed.map(({ build, evaluation }) => (
          <div key={build.id} className={styles.list}>
            <PrecisionBadge precision={build.precision} />
            <ol>
              {evaluation?.worst.slice(0, shown).map((worst) => (
                <Sample
                  key={worst.sample}
                  worst={worst}
                  evaluation={evaluation}
                  precision={build.precision}
                  pictures={data.find(({ id, kind }) => id === evaluation.data && kind === 'images')}
                />
              ))}
            </ol>
          </div>
        ))}
      </div>
    </Section>
  );
}

interface SampleProps {
  readonly worst: Evaluation['worst'][number];
  readonly evaluation: Evaluation;
  readonly precision: Row['build']['precision'];
  /** The data set, where its samples are pictures. */
  readonly pictures: DataSet | undefined;
}

function Sample({ worst, evaluation, precision, pictures }: SampleProps) {
  const { sample, index, sqnrDb, changed, shown: look } = worst;
  const boxed = look?.kind === 'boxes' && look.reference.length + look.here.length > 0;
  const picture = pictures && index !== null ? { data: pictures.id, index } : undefined;
  return (
    <li className={styles.sample}>
      <div className={styles.head}>
        <span className={styles.name}>{sample}</span>
        {changed === true && <span className={styles.changed}>{boxed ? 'other boxes' : 'other answer'}</span>}
        {boxed && look.meanIou !== undefined && look.meanIou !== null && (
          <span
            className={styles.figure}
            title="Mean overlap of FP32’s boxes with those here, a lost one counting as 0"
          >
            IoU {fixed(look.meanIou, 3)}
          </span>
        )}
        <span className={styles.figure}>{sqnrDb === null ? 'identical' : `${fixed(sqnrDb, 1)} dB`}</span>
      </div>
      <div className={styles.sides}>
        {picture && !boxed && <SampleImage {...picture} preprocessing={null} />}
        {look?.kind === 'scores' && (
          <>
            <Answer title="FP32" scores={look.reference} label={look.label} classes={evaluation.classes ?? null} />
            <Answer
              title={precisionNames[precision]}
              scores={look.here}
              label={look.label}
              classes={evaluation.classes ?? null}
            />
          </>
        )}
        {picture && boxed && (
          <>
            <BoxedImage
              {...picture}
              title="FP32"
              preprocessing={pictures?.preprocessing ?? null}
              boxes={look.reference}
              colour={precisionColour('fp32')}
            />
            <BoxedImage
              {...picture}
              title={precisionNames[precision]}
              preprocessing={pictures?.preprocessing ?? null}
              boxes={look.here}
              colour={precisionColour(precision)}
            />
          </>
        )}
      </div>
    </li>
  );
}
