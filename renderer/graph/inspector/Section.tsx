// One part of the inspector under its heading, and the plain facts in it.
import type { ReactNode } from 'react';
import { count } from '#renderer/format/format.ts';
import styles from './Inspector.module.css';

export function Section({
  title,
  count: many,
  children,
}: {
  readonly title: string;
  readonly count?: number;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>
        {title}
        {many !== undefined && <span className={styles.count}>{count(many)}</span>}
      </h3>
      {children}
    </section>
  );
}

/** Facts as label and value; those without a value are left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (known.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {known.map(([label, value]) => (
        <div key={label} className={styles.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
