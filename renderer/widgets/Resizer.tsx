// The edge of a panel that is dragged, or moved with the arrow keys, to resize it.
import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './Resizer.module.css';

interface ResizerProps {
  readonly name: string;
  /** Which way the panel grows from its edge. */
  readonly grows: 'left' | 'up';
  readonly size: number;
  readonly limits: readonly [number, number];
  readonly onResize: (size: number) => void;
}

export function Resizer({ name, grows, size, limits, onResize }: ResizerProps) {
  const vertical = grows === 'left';
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box) onResize(vertical ? box.right - event.clientX : box.bottom - event.clientY);
  };
  const press = (event: KeyboardEvent) => {
    const [more, less] = vertical ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key !== more && event.key !== less) return;
    event.preventDefault();
    event.stopPropagation();
    onResize(size + (event.key === more ? 16 : -16));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved; this separator can.
    <div
      role="separator"
      tabIndex={0}
      aria-label={name}
      aria-orientation={vertical ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={limits[0]}
      aria-valuemax={limits[1]}
      className={vertical ? styles.vertical : styles.horizontal}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}
