// A button that is only an icon: its name is spoken and shown as a hint.
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './classNames.ts';
import styles from './IconButton.module.css';
import { Tip } from './Tip.tsx';

interface IconButtonProps extends ComponentProps<'button'> {
  readonly name: string;
  readonly icon: ReactNode;
  readonly shortcut?: string;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}

export function IconButton({ name, icon, shortcut, side = 'bottom', className, ...rest }: IconButtonProps) {
  const hint = shortcut ? (
    <>
      {name} <kbd className={styles.key}>{shortcut}</kbd>
    </>
  ) : (
    name
  );
  return (
    <Tip text={hint} side={side}>
      <button type="button" aria-label={name} className={classNames(styles.button, className)} {...rest}>
        {icon}
      </button>
    </Tip>
  );
}
