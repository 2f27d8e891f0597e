// Says what is selected to those who do not see it.
import { useStore } from 'zustand';
import styles from './Announcer.module.css';
import { cardStore } from './cardStore.ts';
import { graphStore } from './store.ts';

export function Announcer() {
  const selection = useStore(graphStore, (state) => state.selection);
  const map = useStore(graphStore, (state) => state.map);
  const item = selection?.kind === 'node' ? selection.item : -1;
  const card = useStore(cardStore, ({ cards }) => cards.get(item));
  const text =
    selection?.kind === 'tensor'
      ? `Tensor ${selection.value}`
      : card && map
        ? `${card.title} ${card.name}, ${map.producers(item).length} inputs, ${map.consumers(item).length} readers`
        : '';
  return (
    <div className={styles.announcer} role="status">
      {text}
    </div>
  );
}
