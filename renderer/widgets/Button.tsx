// A button with a word on it, optionally with an icon before the word.
import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';
import { classNames } from './classNames.ts';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'primary' | 'normal' | 'quiet' | 'danger';
  readonly icon?: ReactNode;
}

export function Button({ look = 'normal', icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={classNames(styles.button, styles[look], className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}
