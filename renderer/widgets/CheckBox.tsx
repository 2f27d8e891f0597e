// A box to tick, with its label.
import { Checkbox } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import styles from './CheckBox.module.css';

interface CheckBoxProps {
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

export function CheckBox({ checked, disabled = false, onChange, children }: CheckBoxProps) {
  const id = useId();
  return (
    <label className={styles.label} data-disabled={disabled || undefined} htmlFor={id}>
      <Checkbox.Root id={id} className={styles.box} checked={checked} disabled={disabled} onCheckedChange={onChange}>
        <Checkbox.Indicator className={styles.mark}>
          <Check />
        </Checkbox.Indicator>
      </Checkbox.Root>
      {children}
    </label>
  );
}
