// Listens for the commands' shortcuts anywhere in the window, except while text is being typed.
import { useEffect } from 'react';
import { showOverlay, viewStore } from '#renderer/store/view.ts';
import { commands } from './commands.ts';
import { matches } from './keys.ts';

export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const { overlay } = viewStore.getState();
      if (event.key === 'Escape' && overlay) {
        event.preventDefault();
        return showOverlay(null);
      }
      // A plain key belongs to the field or the graph that has the focus; with Ctrl or ⌘ it is the window's.
      if (isTyping(event.target) && !event.ctrlKey && !event.metaKey) return;
      const command = commands().find(({ shortcut }) => shortcut !== null && matches(event, shortcut));
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
