// All commands in one list that narrows while typing.
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useSlice } from '#renderer/store/useStore.ts';
import { showOverlay, viewStore } from '#renderer/store/view.ts';
import styles from './CommandPalette.module.css';
import type { Command } from './command.ts';
import { searchCommands } from './commandSearch.ts';
import { commands } from './commands.ts';
import { shortcutText } from './keys.ts';

export function CommandPalette() {
  const open = useSlice(viewStore, ({ overlay }) => overlay === 'palette');
  return open ? <Palette /> : null;
}

function Palette() {
  const [typed, setTyped] = useState('');
  const [all] = useState(commands);
  const [active, setActive] = useState(0);
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(document.activeElement);
  const found = searchCommands(all, typed);
  const current = found[Math.min(active, found.length - 1)];

  useEffect(() => {
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) showOverlay(null);
    };
    addEventListener('pointerdown', away);
    const origin = before.current;
    return () => {
      removeEventListener('pointerdown', away);
      if (origin instanceof HTMLElement && origin.isConnected) origin.focus();
    };
  }, []);
  useEffect(() => {
    if (current) document.getElementById(`${list}-${current.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [current, list]);

  const run = (command: Command) => {
    showOverlay(null);
    // After the palette has given the focus back, so that the command may move it.
    setTimeout(command.run);
  };
  const move = (step: number) =>
    setActive((index) => (Math.min(index, found.length - 1) + step + found.length) % found.length);
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Tab') showOverlay(null);
    else if (event.key === 'Enter') {
      if (current) run(current);
    } else return;
    event.preventDefault();
  };
  return (
    <div ref={box} className={styles.palette} role="dialog" aria-label="Commands">
      <input
        // biome-ignore lint/a11y/noAutofocus: the palette is opened in order to type.
        autoFocus
        className={styles.input}
        role="combobox"
        aria-label="Find a command"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={current ? `${list}-${current.id}` : undefined}
        placeholder="Find a command"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <div id={list} role="listbox" aria-label="Commands" className={styles.list}>
        {found.map((command) => (
          <div
            key={command.id}
            id={`${list}-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === current}
            className={styles.item}
            onPointerMove={() => setActive(found.indexOf(command))}
            onPointerUp={() => run(command)}
          >
            <span className={styles.group}>{command.group}</span>
            <span className={styles.title}>{command.title}</span>
            {command.shortcut && <kbd className={styles.key}>{shortcutText(command.shortcut)}</kbd>}
          </div>
        ))}
        {found.length === 0 && <p className={styles.none}>No command is called “{typed}”.</p>}
      </div>
    </div>
  );
}
