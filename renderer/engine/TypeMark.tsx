// A precision that a layer works in, in its colour.
import { worksColour } from './colours.ts';
import styles from './TypeMark.module.css';

export function TypeMark({ type }: { readonly type: string }) {
  if (type === '') return <span className={styles.none}>–</span>;
  return (
    <span className={styles.mark} style={{ ['--works' as string]: `var(--${worksColour(type)})` }}>
      {type}
    </span>
  );
}
