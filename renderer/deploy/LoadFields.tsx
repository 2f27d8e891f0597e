// What a load tries: what is sent, the bound, the variants, and how long each point takes.
import { DataChoice } from '#renderer/data/DataChoice.tsx';
import type { DeployForm } from '#renderer/store/deployForm.ts';
import { useDataSet } from '#renderer/store/selection.ts';
import { Field } from '#renderer/widgets/Field.tsx';
import { type Parsed, ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseNumbers, parsePositive } from '#renderer/widgets/parse.ts';
import { Segments } from '#renderer/widgets/Segments.tsx';
import styles from './DeploySetup.module.css';

interface FormProps {
  readonly form: DeployForm;
  readonly onChange: (change: Partial<DeployForm>) => void;
}

const list = (values: readonly number[]) => values.join(', ');

export function LoadFields({ form, onChange }: FormProps) {
  const { load } = form;
  const data = useDataSet(form.data);
  const change = (part: Partial<DeployForm['load']>) => onChange({ load: { ...load, ...part } });
  return (
    <>
      <Field label="Requests of">
        <DataChoice
          name="Data to send"
          value={form.data}
          none="Made-up values"
          onChange={(chosen) => onChange({ data: chosen })}
        />
      </Field>
      {data?.kind === 'images' && (
        <Field label="Images go">
          <Segments
            name="Images go"
            value={form.images}
            options={[
              { value: 'files', label: 'As files' },
              { value: 'tensors', label: 'Decoded' },
            ]}
            onChange={(images) => onChange({ images })}
          />
        </Field>
      )}
      <Field label="Protocol">
        <Segments
          name="Protocol"
          value={form.protocol}
          options={[
            { value: 'http', label: 'HTTP' },
            { value: 'grpc', label: 'gRPC' },
          ]}
          onChange={(protocol) => onChange({ protocol })}
        />
      </Field>
      <div className={styles.pair}>
        <ParsedField
          label="p99 under, ms"
          value={load.boundMs}
          format={String}
          parse={parsePositive(3_600_000)}
          onChange={(boundMs) => change({ boundMs })}
        />
        <ParsedField
          label="Seconds a point"
          value={load.durationSeconds}
          format={String}
          parse={parsePositive(600)}
          onChange={(durationSeconds) => change({ durationSeconds })}
        />
        <ParsedField
          label="Batch delays, µs"
          value={form.delaysUs}
          format={list}
          parse={parseWhole(0, 10_000_000)}
          onChange={(delaysUs) => onChange({ delaysUs: [...delaysUs] })}
        />
        <ParsedField
          label="Instances"
          value={form.instances}
          format={list}
          parse={parseWhole(1, 64)}
          onChange={(instances) => onChange({ instances: [...instances] })}
        />
      </div>
    </>
  );
}

/** Whole numbers, each once, in ascending order. */
function parseWhole(least: number, most: number): (text: string) => Parsed<readonly number[]> {
  return (text) => {
    const parsed = parseNumbers(text);
    if ('error' in parsed) return parsed;
    const wrong = parsed.value.find((value) => !Number.isInteger(value) || value < least || value > most);
    if (wrong !== undefined) return { error: `${wrong} is not a whole number from ${least} to ${most}.` };
    return { value: [...new Set(parsed.value)].sort((a, b) => a - b) };
  };
}
