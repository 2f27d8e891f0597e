// A precision's name in its colour, the same everywhere.
import type { Precision } from '#core/contract/recipe.ts';
import styles from './PrecisionBadge.module.css';

export const precisionNames: Readonly<Record<Precision, string>> = {
  fp32: 'FP32',
  bf16: 'BF16',
  fp16: 'FP16',
  fp8: 'FP8',
  int8: 'INT8',
  int4: 'INT4',
};

export const precisionColour = (precision: Precision) => `var(--precision-${precision})`;

export function PrecisionBadge({ precision }: { readonly precision: Precision }) {
  return (
    <span className={styles.badge} data-precision={precision}>
      {precisionNames[precision]}
    </span>
  );
}
