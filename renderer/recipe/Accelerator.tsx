// The deep learning accelerator to build for, on devices that have one.
import type { TensorRtOptions } from '#core/contract/recipe.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { Field } from '#renderer/widgets/Field.tsx';
import { Toggle } from '#renderer/widgets/Toggle.tsx';

interface AcceleratorProps {
  readonly cores: number;
  readonly value: TensorRtOptions['dla'];
  readonly onChange: (change: Pick<TensorRtOptions, 'dla'>) => void;
}

export function Accelerator({ cores, value, onChange }: AcceleratorProps) {
  // A recipe may name a core of another machine: it is shown, so that it can be taken back.
  const count = Math.max(cores, value === undefined ? 0 : value.core + 1);
  if (count === 0) return null;
  const options = [
    { value: '', label: 'GPU' },
    ...Array.from({ length: count }, (_, core) => ({
      value: String(core),
      label: `DLA core ${core}`,
      ...(core < cores ? {} : { detail: 'Not on this machine' }),
    })),
  ];
  const gpuFallback = value?.gpuFallback ?? true;
  return (
    <Field label="Runs on" hint="a deep learning accelerator leaves the GPU free; it has fewer operators">
      <Choice
        name="Runs on"
        value={value === undefined ? '' : String(value.core)}
        options={options}
        onChange={(core) => onChange({ dla: core === '' ? undefined : { core: Number(core), gpuFallback } })}
      />
      {value && (
        <Toggle checked={gpuFallback} onChange={(checked) => onChange({ dla: { ...value, gpuFallback: checked } })}>
          The GPU runs the rest
        </Toggle>
      )}
    </Field>
  );
}
