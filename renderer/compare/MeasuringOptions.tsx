// How long and in how many turns engines are measured.
import { duration } from '#renderer/format/format.ts';
import { changeCompareForm, compareFormStore } from '#renderer/store/compareForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Disclosure } from '#renderer/widgets/Disclosure.tsx';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseInteger } from '#renderer/widgets/parse.ts';
import styles from './MeasuringOptions.module.css';

export function MeasuringOptions() {
  const bench = useSlice(compareFormStore, (form) => form.bench);
  const field = (label: string, key: keyof typeof bench, least: number, hint: string) => (
    <ParsedField
      label={label}
      hint={hint}
      value={bench[key]}
      format={String}
      parse={parseInteger(least)}
      onChange={(value) => changeCompareForm({ bench: { ...bench, [key]: value } })}
    />
  );
  return (
    <div className={styles.fold}>
      <Disclosure title="Measuring" summary={`${duration(bench.durationMs)} each, in ${bench.rounds} rounds`}>
        <div className={styles.grid}>
          {field('Duration, ms', 'durationMs', 1, 'for each engine')}
          {field('Rounds', 'rounds', 1, 'A B C, A B C, …')}
          {field('Warm-up, ms', 'warmUpMs', 0, 'reported apart')}
          {field('Inferences', 'iterations', 1, 'at least')}
        </div>
      </Disclosure>
    </div>
  );
}
