// Says that something is on its way.
import { LoaderCircle } from 'lucide-react';
import styles from './Waiting.module.css';

export function Waiting({ text }: { readonly text: string }) {
  return (
    <div className={styles.waiting} role="status">
      <LoaderCircle aria-hidden className={styles.icon} />
      {text}…
    </div>
  );
}
