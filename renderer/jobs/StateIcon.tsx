// A job's state as a sign: shape and colour both tell it.
import { Ban, CircleAlert, CircleCheck, CircleDashed, LoaderCircle } from 'lucide-react';
import type { JobState } from '#core/contract/job.ts';
import { stateNames } from './jobText.ts';
import styles from './StateIcon.module.css';

const icons = { queued: CircleDashed, running: LoaderCircle, done: CircleCheck, failed: CircleAlert, cancelled: Ban };

export function StateIcon({ state }: { readonly state: JobState }) {
  const Icon = icons[state];
  return <Icon className={styles.icon} data-state={state} role="img" aria-label={stateNames[state]} />;
}
