// A text field whose text becomes a value: kept as typed while editing, committed on Enter or when left.
import { useEffect, useState } from 'react';
import { classNames } from './classNames.ts';
import styles from './Field.module.css';
import { Field } from './Field.tsx';

/** A value, or one sentence on what is wrong with the text. */
export type Parsed<T> = { readonly value: T } | { readonly error: string };

interface ParsedFieldProps<T> {
  readonly label: string;
  readonly value: T;
  readonly format: (value: T) => string;
  readonly parse: (text: string) => Parsed<T>;
  readonly onChange: (value: T) => void;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly wide?: boolean;
}

export function ParsedField<T>({
  label,
  value,
  format,
  parse,
  onChange,
  hint,
  placeholder,
  mono,
  wide,
}: ParsedFieldProps<T>) {
  const shown = format(value);
  const [text, setText] = useState(shown);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    setText(shown);
    setError(null);
  }, [shown]);

  const commit = () => {
    const parsed = parse(text);
    if ('error' in parsed) return setError(parsed.error);
    setError(null);
    const again = format(parsed.value);
    setText(again);
    if (again !== shown) onChange(parsed.value);
  };
  return (
    <Field label={label} hint={hint} error={error} wide={wide}>
      <input
        className={classNames(styles.input, mono && styles.mono)}
        aria-label={label}
        aria-invalid={error !== null}
        value={text}
        placeholder={placeholder}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </Field>
  );
}
