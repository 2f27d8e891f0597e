// Which values an engine gives out while it runs, besides its outputs.
import type { TensorRtOptions } from '#core/contract/recipe.ts';
import { Choice, type Option } from '#renderer/widgets/Choice.tsx';
import type { DebugChoice } from './tensorRtFields.ts';

interface DebugTensorsProps {
  readonly value: TensorRtOptions['debugTensors'];
  readonly choices: readonly DebugChoice[];
  readonly onChange: (change: Pick<TensorRtOptions, 'debugTensors'>) => void;
}

type Chosen = DebugChoice | 'none' | 'named';

const options: readonly Option<Chosen>[] = [
  { value: 'none', label: 'None', detail: 'The fastest engine' },
  { value: 'layers', label: 'Where layers end', detail: 'As kernels do anyway, for the most part' },
  { value: 'all', label: 'All of floats', detail: 'Nothing is fused across any of them' },
  { value: 'unfused', label: 'What is not fused', detail: 'Costs no fusion; what is fused is missing' },
];

/** Names, which only a recipe states, stay until something else is chosen. */
export function DebugTensors({ value, choices, onChange }: DebugTensorsProps) {
  const chosen: Chosen = value === undefined ? 'none' : typeof value === 'string' ? value : 'named';
  const named: Option<Chosen> = { value: 'named', label: 'Named in the recipe', disabled: true };
  const offered = options.filter((option) => option.value === 'none' || choices.some((one) => one === option.value));
  return (
    <Choice
      name="Values of layers"
      value={chosen}
      options={chosen === 'named' ? [...offered, named] : offered}
      onChange={(next) => {
        if (next !== 'named') onChange({ debugTensors: next === 'none' ? undefined : next });
      }}
    />
  );
}
