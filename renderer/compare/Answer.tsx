// What one engine made of a sample: its highest scores by name, the first one marked where it is wrong.
import type { Shown } from '#core/contract/measurement.ts';
import { digits } from '#renderer/format/format.ts';
import styles from './Answer.module.css';

type Scores = Extract<Shown, { kind: 'scores' }>;

interface AnswerProps {
  readonly title: string;
  readonly scores: Scores['here'];
  readonly label: number | null;
  readonly classes: readonly string[] | null;
}

export function Answer({ title, scores, label, classes }: AnswerProps) {
  const name = (index: number) => classes?.[index] ?? `class ${index}`;
  return (
    <div className={styles.answer}>
      <span className={styles.title}>{title}</span>
      <ol>
        {scores.map((score, place) => (
          <li
            key={score.label}
            className={styles.line}
            data-first={place === 0}
            data-right={label === null ? undefined : score.label === label}
          >
            <span className={styles.name}>{name(score.label)}</span>
            <span>{digits(score.score)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
