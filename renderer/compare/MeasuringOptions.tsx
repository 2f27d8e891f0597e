// How long and in how many turns engines are measured, and how inferences are started on a GPU.
import { startedBy } from '#core/measure/gpu/startedBy.ts';
import { duration } from '#renderer/format/format.ts';
import { changeCompareForm, compareFormStore } from '#renderer/store/compareForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Disclosure } from '#renderer/widgets/Disclosure.tsx';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseInteger } from '#renderer/widgets/parse.ts';
import { Toggle } from '#renderer/widgets/Toggle.tsx';
import styles from './MeasuringOptions.module.css';

type Count = 'durationMs' | 'rounds' | 'warmUpMs' | 'iterations' | 'streams';

export function MeasuringOptions({ target }: { readonly target: string }) {
  const bench = useSlice(compareFormStore, (form) => form.bench);
  const change = (to: Partial<typeof bench>) => changeCompareForm({ bench: { ...bench, ...to } });
  const field = (label: string, key: Count, hint: string, least: number, most?: number) => (
    <ParsedField
      label={label}
      hint={hint}
      value={bench[key]}
      format={String}
      parse={parseInteger(least, most)}
      onChange={(value) => change({ [key]: value })}
    />
  );
  const onGpu = target.startsWith('tensorrt');
  const started = startedBy({ streams: bench.streams, graph: { used: bench.graph, problem: null } });
  const how = [
    `${duration(bench.durationMs)} each, in ${bench.rounds} rounds`,
    ...(onGpu && started !== 'enqueue' ? [started] : []),
    ...(onGpu && !bench.transfers ? ['without copies'] : []),
  ];
  return (
    <div className={styles.fold}>
      <Disclosure title="Measuring" summary={how.join(', ')}>
        <div className={styles.grid}>
          {field('Duration, ms', 'durationMs', 'for each engine', 1)}
          {field('Rounds', 'rounds', 'A B C, A B C, …', 1)}
          {field('Warm-up, ms', 'warmUpMs', 'reported apart', 0)}
          {field('Inferences', 'iterations', 'at least', 1)}
          {onGpu && field('Streams', 'streams', 'inferences side by side', 1, 64)}
        </div>
        {onGpu && (
          <ul className={styles.switches}>
            <li>
              <Toggle checked={bench.graph} onChange={(graph) => change({ graph })}>
                CUDA graph
              </Toggle>
              <p>One launch an inference: the GPU’s own time, with the host out of the way</p>
            </li>
            <li>
              <Toggle checked={bench.transfers} onChange={(transfers) => change({ transfers })}>
                Copy inputs and outputs
              </Toggle>
              <p>As when the data comes from the host each time</p>
            </li>
          </ul>
        )}
      </Disclosure>
    </div>
  );
}
