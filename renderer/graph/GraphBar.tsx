// The strip above the graph: search, the fusion switch, and what fusion brings.
import { Search } from 'lucide-react';
import { useStore } from 'zustand';
import { Toggle } from '#renderer/widgets/Toggle.tsx';
import { shortcutText } from '#renderer/window/keys.ts';
import { FusionSummary } from './FusionSummary.tsx';
import { fusionStore, toggleFusions } from './fusions.ts';
import styles from './GraphBar.module.css';
import { closeSearch, openSearch, searchStore } from './search.ts';

export function GraphBar() {
  const on = useStore(fusionStore, (state) => state.on);
  const searching = useStore(searchStore, (state) => state.open);
  return (
    <div className={styles.bar}>
      <button
        type="button"
        className={styles.search}
        aria-expanded={searching}
        onClick={searching ? closeSearch : openSearch}
      >
        <Search aria-hidden />
        Find
        <kbd className={styles.key}>{shortcutText('Mod+F')}</kbd>
      </button>
      <span className={styles.divider} />
      <Toggle checked={on} onChange={toggleFusions}>
        Fusions
      </Toggle>
      {on && <FusionSummary />}
    </div>
  );
}
