// The list of what a search found.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { SearchHit } from './detail.ts';
import styles from './SearchPanel.module.css';
import { searchStore, showHit } from './search.ts';

export function SearchHits() {
  const { result, active } = useStore(searchStore);
  useEffect(() => {
    document.getElementById(`graph-hit-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  if (result.hits.length === 0) return null;
  return (
    <div id="graph-hits" className={styles.hits} role="listbox" aria-label="Results">
      {result.hits.map((hit, place) => (
        // The field keeps the focus; its keys move through this list.
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: several hits may have the same words and lead to the same card.
          key={`${place} ${hit.label}`}
          id={`graph-hit-${place}`}
          className={styles.hit}
          role="option"
          tabIndex={-1}
          aria-selected={place === active}
          onClick={() => showHit(place)}
        >
          <Matched hit={hit} />
          <span className={styles.context}>{hit.context}</span>
        </div>
      ))}
      {result.total > result.hits.length && (
        <p className={styles.more}>and {result.total - result.hits.length} more: type on to narrow the search</p>
      )}
    </div>
  );
}

function Matched({ hit: { label, match } }: { readonly hit: SearchHit }) {
  const [from, to] = match;
  return (
    <span className={styles.label}>
      {label.slice(0, from)}
      <mark>{label.slice(from, to)}</mark>
      {label.slice(to)}
    </span>
  );
}
