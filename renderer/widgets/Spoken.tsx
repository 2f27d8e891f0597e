// Words that are heard and not seen.
import styles from './Spoken.module.css';

export function Spoken({ children }: { readonly children: string }) {
  return <span className={styles.spoken}>{children}</span>;
}
