// How requests are put together, and where clients reach the server.
import type { DeployForm } from '#renderer/store/deployForm.ts';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseInteger } from '#renderer/widgets/parse.ts';
import styles from './DeploySetup.module.css';

interface FormProps {
  readonly form: DeployForm;
  readonly onChange: (change: Partial<DeployForm>) => void;
}

export function BatchingFields({ form, onChange }: FormProps) {
  const { batching } = form;
  const change = (part: Partial<DeployForm['batching']>) => onChange({ batching: { ...batching, ...part } });
  return (
    <div className={styles.pair}>
      <ParsedField
        label="Rows a batch"
        value={batching.maxBatch}
        format={String}
        parse={parseInteger(1, 4096)}
        onChange={(maxBatch) => change({ maxBatch })}
      />
      <ParsedField
        label="Batch delay, µs"
        value={batching.maxDelayUs}
        format={String}
        parse={parseInteger(0, 10_000_000)}
        onChange={(maxDelayUs) => change({ maxDelayUs })}
      />
      <ParsedField
        label="Instances"
        value={batching.instances}
        format={String}
        parse={parseInteger(1, 64)}
        onChange={(instances) => change({ instances })}
      />
      <ParsedField
        label="May wait"
        value={batching.queue}
        format={String}
        parse={parseInteger(1)}
        onChange={(queue) => change({ queue })}
      />
      <ParsedField
        label="HTTP port, 0 any"
        value={form.httpPort}
        format={String}
        parse={parseInteger(0, 65_535)}
        onChange={(httpPort) => onChange({ httpPort })}
      />
      <ParsedField
        label="gRPC port, 0 any"
        value={form.grpcPort}
        format={String}
        parse={parseInteger(0, 65_535)}
        onChange={(grpcPort) => onChange({ grpcPort })}
      />
    </div>
  );
}
