// Under which conditions a comparison was measured, in one line.
import type { CompareReport } from '#core/contract/comparison.ts';
import { count, counted, plainName } from '#renderer/format/format.ts';
import styles from './Conditions.module.css';

export function Conditions({ report }: { readonly report: CompareReport }) {
  const measurement = report.measurements[0];
  const evaluation = report.evaluations[0];
  const parts = [new Date(report.createdAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })];
  if (measurement) {
    const { device, threads, inputs, rounds } = measurement.conditions;
    parts.push(plainName(device), threads > 0 ? counted(threads, 'thread') : 'threads chosen by the runtime');
    parts.push(...Object.entries(inputs).map(([name, shape]) => `${name} ${shape.join('×')}`));
    parts.push(`${count(measurement.count)} inferences in ${counted(rounds, 'round')}`);
  }
  if (evaluation) {
    const source = evaluation.source === 'random' ? 'random inputs' : evaluation.source;
    parts.push(`accuracy on ${counted(evaluation.samples, 'sample')} of ${source}`);
  }
  return <p className={styles.conditions}>{parts.join(' · ')}</p>;
}
