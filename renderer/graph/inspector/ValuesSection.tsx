// The values of a weight: counted when asked for, and saved as .npy.
import { useState } from 'react';
import { useStore } from 'zustand';
import { type Failure, toFailure } from '#core/contract/failure.ts';
import type { TensorStatistics } from '#core/onnx/statistics.ts';
import { count, digits } from '#renderer/format/format.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { ProgressBar } from '#renderer/widgets/ProgressBar.tsx';
import { countValues, inspectionStore } from '../inspection.ts';
import { saveTensor } from '../saveTensor.ts';
import { Histogram } from './Histogram.tsx';
import styles from './Inspector.module.css';
import { Facts, Section } from './Section.tsx';

export function ValuesSection({ name }: { readonly name: string }) {
  const numbers = useStore(inspectionStore, (state) => state.numbers);
  const [saved, setSaved] = useState<{ readonly note: string } | { readonly failure: Failure } | null>(null);
  const save = () => {
    saveTensor(name).then(
      (note) => setSaved({ note: note || 'Saved.' }),
      (thrown) => setSaved({ failure: toFailure(thrown) }),
    );
  };
  return (
    <Section title="Values">
      {numbers.kind === 'known' && (
        <>
          <Histogram histogram={numbers.statistics.histogram} />
          <Facts facts={statisticFacts(numbers.statistics)} />
        </>
      )}
      {numbers.kind === 'failed' && (
        <FailureNote failure={{ reason: numbers.failure.reason, next: numbers.failure.next }} />
      )}
      {numbers.kind === 'counting' && (
        <ProgressBar name="Counting values" done={numbers.share ?? 0} total={numbers.share === null ? 0 : 1} />
      )}
      <div className={styles.actions}>
        {numbers.kind === 'counting' ? (
          <Button onClick={numbers.cancel}>Cancel</Button>
        ) : (
          numbers.kind !== 'known' && <Button onClick={() => void countValues(name)}>Show statistics</Button>
        )}
        <Button onClick={save}>Save as .npy</Button>
      </div>
      {saved &&
        ('failure' in saved ? <FailureNote failure={saved.failure} /> : <p className={styles.doc}>{saved.note}</p>)}
    </Section>
  );
}

function statisticFacts(statistics: TensorStatistics) {
  const share = statistics.count > 0 ? ` (${digits((100 * statistics.zeros) / statistics.count)} %)` : '';
  const some = (value: number) => (value > 0 ? count(value) : null);
  return [
    ['Range', `${short(statistics.min)} … ${short(statistics.max)}`],
    ['Mean', short(statistics.mean)],
    ['Standard deviation', short(statistics.standardDeviation)],
    ['Largest magnitude', short(statistics.absoluteMax)],
    ['Zeros', `${count(statistics.zeros)}${share}`],
    ['NaN', some(statistics.nan)],
    ['+∞', some(statistics.positiveInfinity)],
    ['−∞', some(statistics.negativeInfinity)],
  ] as const;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−');
}
