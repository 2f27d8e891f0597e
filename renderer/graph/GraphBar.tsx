// The strip above the graph: search, the fusion switch, and what fusion brings.
import { ListTree, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Tip } from '#renderer/widgets/Tip.tsx';
import { Toggle } from '#renderer/widgets/Toggle.tsx';
import { shortcutText } from '#renderer/window/keys.ts';
import { FusionSummary } from './FusionSummary.tsx';
import { fusionStore, toggleFusions } from './fusions.ts';
import styles from './GraphBar.module.css';
import { outlineStore, toggleOutline } from './outline.ts';
import { closeSearch, openSearch, searchStore } from './search.ts';

export function GraphBar({ tools }: { readonly tools?: ReactNode }) {
  const on = useStore(fusionStore, (state) => state.on);
  const searching = useStore(searchStore, (state) => state.open);
  const outlined = useStore(outlineStore, (state) => state.shown);
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
      <Tip text={`What is inside what (${shortcutText('Mod+Shift+O')})`}>
        <button
          type="button"
          className={styles.search}
          aria-pressed={outlined}
          aria-label="Outline"
          onClick={() => toggleOutline()}
        >
          <ListTree aria-hidden />
          <span className={styles.word}>Outline</span>
        </button>
      </Tip>
      <span className={styles.divider} />
      {tools}
      <Toggle checked={on} onChange={toggleFusions}>
        Fusions
      </Toggle>
      {on && <FusionSummary />}
    </div>
  );
}
