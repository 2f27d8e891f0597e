// Which classes a build takes for which: labels down, choices across, mistakes in colour.
import { useState } from 'react';
import type { Evaluation } from '#core/contract/measurement.ts';
import { counted } from '#renderer/format/format.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import { Segments } from '#renderer/widgets/Segments.tsx';
import styles from './ConfusionMatrix.module.css';
import type { Row } from './rows.ts';

export function ConfusionMatrix({ rows }: { readonly rows: readonly Row[] }) {
  const labelled = rows.flatMap(({ build, evaluation }) =>
    evaluation?.confusion ? [{ build, evaluation, confusion: evaluation.confusion }] : [],
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = labelled.find(({ build }) => build.id === chosen) ?? labelled.at(-1);
  if (!shown) return null;
  const options = labelled.map(({ build }) => ({ value: build.id, label: precisionNames[build.precision] }));
  return (
    <Section
      title="Classes taken for others"
      aside={<Segments name="Confusions of" value={shown.build.id} options={options} onChange={setChosen} />}
    >
      <Matrix confusion={shown.confusion} classes={shown.evaluation.classes ?? null} />
    </Section>
  );
}

interface MatrixProps {
  readonly confusion: NonNullable<Evaluation['confusion']>;
  readonly classes: readonly string[] | null;
}

function Matrix({ confusion, classes }: MatrixProps) {
  const name = (index: number) => classes?.[index] ?? String(index);
  const most = Math.max(1, ...confusion.counts.flatMap((row, at) => row.filter((_, column) => column !== at)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys.
    <section className={styles.scroll} tabIndex={0} aria-label="Confusion matrix, scroll">
      <table className={styles.table} aria-label="Confusion matrix">
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              label ↓ choice →
            </th>
            {confusion.classes.map((index) => (
              <th key={index} scope="col" className={styles.across} title={name(index)}>
                <span>{name(index)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.counts.map((row, at) => (
            <tr key={confusion.classes[at]}>
              <th scope="row">{name(confusion.classes[at] ?? 0)}</th>
              {row.map((count, column) => (
                <td
                  key={confusion.classes[column]}
                  data-kind={count === 0 ? 'none' : column === at ? 'right' : 'wrong'}
                  title={`${counted(count, 'sample')} of ${name(confusion.classes[at] ?? 0)} taken for ${name(confusion.classes[column] ?? 0)}`}
                >
                  {column !== at && count > 0 && (
                    <span aria-hidden className={styles.heat} style={{ opacity: 0.15 + (0.5 * count) / most }} />
                  )}
                  <span className={styles.count}>{count === 0 ? '·' : count}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {confusion.outside > 0 && (
        <p className={styles.outside}>
          {counted(confusion.outside, 'sample')} of other classes are not shown: these are the ones confused most.
        </p>
      )}
    </section>
  );
}
