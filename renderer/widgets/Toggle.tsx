// A switch with its label.
import { Switch } from '@base-ui/react/switch';
import type { ReactNode } from 'react';
import { useId } from 'react';
import styles from './Toggle.module.css';

interface ToggleProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

export function Toggle({ checked, onChange, children }: ToggleProps) {
  const id = useId();
  return (
    <label className={styles.label} htmlFor={id}>
      <Switch.Root id={id} className={styles.track} checked={checked} onCheckedChange={onChange}>
        <Switch.Thumb className={styles.thumb} />
      </Switch.Root>
      {children}
    </label>
  );
}
