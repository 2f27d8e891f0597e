// One of a few values, in a drop-down list.
import { Select } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import styles from './Choice.module.css';
import { classNames } from './classNames.ts';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** A second, quieter line in the list. */
  readonly detail?: string;
  readonly disabled?: boolean;
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
  readonly quiet?: boolean;
}

export function Choice<T extends string>({ name, value, options, onChange, disabled, quiet }: ChoiceProps<T>) {
  return (
    <Select.Root
      items={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      disabled={disabled}
      modal={false}
      onValueChange={(next) => {
        if (next !== null) onChange(next as T);
      }}
    >
      <Select.Trigger aria-label={name} className={classNames(styles.trigger, quiet && styles.quiet)}>
        <Select.Value className={styles.value} />
        <Select.Icon className={styles.arrow}>
          <ChevronDown />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner className={styles.place} sideOffset={4} alignItemWithTrigger={false}>
          <Select.Popup className={styles.popup}>
            <Select.List className={styles.list}>
              {options.map((option) => (
                <Select.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled ?? false}
                  className={styles.item}
                >
                  <Select.ItemIndicator className={styles.check}>
                    <Check />
                  </Select.ItemIndicator>
                  <span className={styles.words}>
                    <Select.ItemText>{option.label}</Select.ItemText>
                    {option.detail && <span className={styles.detail}>{option.detail}</span>}
                  </span>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
