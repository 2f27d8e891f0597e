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
      if (isTyping(event.target) && isPlain(event)) return;
      const command = commands().find(({ shortcut }) => shortcut !== null && matches(event, shortcut));
      // The graph hears its own plain keys; elsewhere Home and F mean something else.
      if (!command || (command.group === 'Graph' && isPlain(event) && !onBareGraph(event))) return;
      event.preventDefault();
      command.run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

const isPlain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey;

const onBareGraph = (event: KeyboardEvent) => viewStore.getState().tab === 'graph' && event.target === document.body;

/** In a field, or in a list or menu where letters find an entry. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role=listbox], [role=menu]') !== null;
}
