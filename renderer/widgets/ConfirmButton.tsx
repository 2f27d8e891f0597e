// An icon for something that cannot be undone: the first click asks, in place, and the second does it.
import { type ReactNode, useState } from 'react';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';

interface ConfirmButtonProps {
  readonly name: string;
  /** The word on the second click. */
  readonly word: string;
  readonly icon: ReactNode;
  readonly onConfirm: () => void;
}

export function ConfirmButton({ name, word, icon, onConfirm }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  if (!asking) return <IconButton name={name} side="left" icon={icon} onClick={() => setAsking(true)} />;
  return (
    <Button
      autoFocus
      look="danger"
      onBlur={() => setAsking(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        setAsking(false);
      }}
      onClick={() => {
        setAsking(false);
        onConfirm();
      }}
    >
      {word}
    </Button>
  );
}
