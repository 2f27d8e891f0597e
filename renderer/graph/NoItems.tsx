// Says of a graph that it holds nothing, in place of a blank ground.
import { useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import { markReady } from './markReady.ts';
import styles from './states.module.css';
import { graphStore } from './store.ts';

export function NoItems() {
  const none = useStore(graphStore, ({ map }) => map?.scene.count === 0);
  useLayoutEffect(() => {
    if (none) markReady();
  }, [none]);
  return none ? <p className={styles.nothing}>This graph has no nodes, inputs or outputs.</p> : null;
}
