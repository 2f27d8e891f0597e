// Where the graph's breadcrumb stands in the top bar.
import { Breadcrumb } from '#renderer/graph/Breadcrumb.tsx';
import { useSlice } from '#renderer/store/useStore.ts';
import { viewStore } from '#renderer/store/view.ts';
import styles from './BreadcrumbSlot.module.css';

export function BreadcrumbSlot() {
  const graph = useSlice(viewStore, ({ tab }) => tab === 'graph');
  return <div className={styles.slot}>{graph && <Breadcrumb />}</div>;
}
