// Search over names, operators and tensors; the view goes along with the result under the keys.
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { SearchHits } from './SearchHits.tsx';
import styles from './SearchPanel.module.css';
import { closeSearch, search, searchStore, showHit } from './search.ts';

export function SearchPanel({ onClose }: { readonly onClose: () => void }) {
  const { open, asked, query, result, active } = useStore(searchStore);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (open && asked > 0) field.current?.select();
  }, [open, asked]);
  if (!open) return null;
  const close = () => {
    closeSearch();
    onClose();
  };
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = event.key === 'ArrowUp' || (event.key === 'Enter' && event.shiftKey) ? -1 : 1;
    if (event.key === 'Escape') close();
    else if (['ArrowUp', 'ArrowDown', 'Enter'].includes(event.key)) showHit(Math.max(active, step < 0 ? 0 : -1) + step);
    else return;
    event.preventDefault();
  };
  const said =
    query.trim() === '' ? '' : result.total === 0 ? 'Nothing found' : `${active + 1 || '–'} of ${result.total}`;
  return (
    <search className={styles.panel}>
      <div className={styles.line}>
        <input
          ref={field}
          className={styles.field}
          type="text"
          role="combobox"
          aria-label="Find nodes, operators and tensors"
          aria-controls="graph-hits"
          aria-expanded={result.hits.length > 0}
          aria-activedescendant={active >= 0 ? `graph-hit-${active}` : undefined}
          placeholder="Node, operator or tensor"
          spellCheck={false}
          value={query}
          onChange={(event) => void search(event.target.value)}
          onKeyDown={onKey}
        />
        <span className={styles.count} role="status">
          {said}
        </span>
        <IconButton name="Previous result" icon={<ChevronUp />} onClick={() => showHit(Math.max(active, 0) - 1)} />
        <IconButton name="Next result" icon={<ChevronDown />} onClick={() => showHit(active + 1)} />
        <IconButton name="Close search" icon={<X />} onClick={close} />
      </div>
      <SearchHits />
    </search>
  );
}
