// A labelled place in a form, with what went wrong or a hint beneath.
import type { ReactNode } from 'react';
import styles from './Field.module.css';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  /** Takes two columns where its form has several. */
  readonly wide?: boolean | undefined;
  readonly children: ReactNode;
}

/** For widgets that carry their own accessible name; the visible label repeats it. */
export function Field({ label, hint, error, wide, children }: FieldProps) {
  return (
    <div className={styles.field} data-wide={wide || undefined}>
      <span className={styles.label}>{label}</span>
      {children}
      {error ? (
        <span className={styles.error} role="alert">
          {error}
        </span>
      ) : (
        hint && <span className={styles.hint}>{hint}</span>
      )}
    </div>
  );
}
