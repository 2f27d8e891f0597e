// Samples and tensors that set ranges which hardly anything else needs.
import type { CalibrationResult } from '#core/contract/calibration.ts';
import { counted } from '#renderer/format/format.ts';
import styles from './Outliers.module.css';
import { factorText } from './ranges.ts';

type OutliersProps = Pick<CalibrationResult, 'outlierSamples' | 'outlierTensors'>;

const most = 5;

/** Nothing at all where nothing stands out. */
export function Outliers({ outlierSamples, outlierTensors }: OutliersProps) {
  if (outlierSamples.length === 0 && outlierTensors.length === 0) return null;
  return (
    <div className={styles.outliers}>
      {outlierSamples.length > 0 && (
        <section aria-label="Samples that stand out">
          <h4>Samples that stand out</h4>
          <p>Without them these ranges would be narrower. Look whether they belong to the data.</p>
          <ul>
            {outlierSamples.slice(0, most).map(({ sample, tensors, factor }) => (
              <li key={sample} title={tensors.join('\n')}>
                <code>{sample}</code>
                <span>
                  {counted(tensors.length, 'tensor')}, up to {factorText(factor)}
                </span>
              </li>
            ))}
          </ul>
          {outlierSamples.length > most && <p>and {outlierSamples.length - most} more</p>}
        </section>
      )}
      {outlierTensors.length > 0 && (
        <section aria-label="Tensors that stand out">
          <h4>Tensors that stand out</h4>
          <p>99.99 % of their values lie in a small part of the range, which min–max would spend on the rest.</p>
          <ul>
            {outlierTensors.slice(0, most).map(({ tensor, factor }) => (
              <li key={tensor}>
                <code title={tensor}>{tensor}</code>
                <span>{factorText(factor)}</span>
              </li>
            ))}
          </ul>
          {outlierTensors.length > most && <p>and {outlierTensors.length - most} more</p>}
        </section>
      )}
    </div>
  );
}
