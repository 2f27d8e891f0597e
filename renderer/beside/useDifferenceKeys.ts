// N and P go through the differences, wherever the focus is but in a field.
import { useEffect } from 'react';
import { besideStore } from './besideStore.ts';
import { goToDifference } from './goTo.ts';

export function useDifferenceKeys(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [role=listbox]'))
        return;
      const { at } = besideStore.getState();
      if (event.key === 'n') goToDifference(at + 1);
      else if (event.key === 'p') goToDifference(Math.max(at, 0) - 1);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [active]);
}
