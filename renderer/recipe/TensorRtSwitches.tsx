// TensorRT's options that are on or off, each with what it costs.
import type { TensorRtOptions } from '#core/contract/recipe.ts';
import { Toggle } from '#renderer/widgets/Toggle.tsx';
import styles from './TensorRtOptions.module.css';
import type { TensorRtChoices } from './tensorRtFields.ts';

interface TensorRtSwitchesProps {
  readonly options: TensorRtOptions;
  readonly choices: TensorRtChoices;
  readonly onChange: (change: Partial<TensorRtOptions>) => void;
}

type Switch = 'tf32' | 'sparseWeights' | 'versionCompatible' | 'amperePlus' | 'refit' | 'stripPlan' | 'detailed';

const switches: readonly {
  readonly key: Switch;
  readonly label: string;
  readonly why: string;
  readonly needs?: keyof TensorRtChoices;
}[] = [
  { key: 'tf32', label: 'TF32', why: 'FP32 products keep 10 bits of mantissa: much faster, hardly less accurate' },
  {
    key: 'detailed',
    label: 'Detailed layers',
    why: 'Names and formats stay in the engine, so that it can be mapped to the model',
  },
  {
    key: 'sparseWeights',
    label: 'Sparse weights',
    why: 'Takes 2:4 sparse kernels where weights are zero in that pattern',
    needs: 'timing',
  },
  {
    key: 'versionCompatible',
    label: 'Version compatible',
    why: 'Runs with later versions of this major; may be slower',
    needs: 'compatibility',
  },
  {
    key: 'amperePlus',
    label: 'Ampere and later',
    why: 'Runs on every GPU from Ampere on; may be slower on each',
    needs: 'compatibility',
  },
  { key: 'refit', label: 'Refittable', why: 'Weights can be replaced without building again; fewer fusions' },
  {
    key: 'stripPlan',
    label: 'Without weights',
    why: 'A small engine to be refitted from the model where it runs',
    needs: 'strip',
  },
];

export function TensorRtSwitches({ options, choices, onChange }: TensorRtSwitchesProps) {
  return (
    <ul className={styles.switches}>
      {switches
        .filter(({ needs }) => needs === undefined || choices[needs])
        .map(({ key, label, why }) => (
          <li key={key}>
            <Toggle checked={options[key]} onChange={(checked) => onChange({ [key]: checked })}>
              {label}
            </Toggle>
            <p>{why}</p>
          </li>
        ))}
    </ul>
  );
}
