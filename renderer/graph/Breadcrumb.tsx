// The way into the shown subgraph, and back; nothing while the model's own graph is shown.
import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { useStore } from 'zustand';
import styles from './Breadcrumb.module.css';
import { enter, graphStore } from './store.ts';

export function Breadcrumb() {
  const crumbs = useStore(graphStore, ({ map }) => map?.scene.crumbs);
  if (!crumbs || crumbs.length < 2) return null;
  return (
    <nav className={styles.crumbs} aria-label="Subgraph">
      {crumbs.map(({ scope, title }, depth) => (
        <Fragment key={JSON.stringify(scope)}>
          {depth > 0 && <ChevronRight aria-hidden />}
          {depth === crumbs.length - 1 ? (
            <span aria-current="page" className={styles.here}>
              {title}
            </span>
          ) : (
            <button type="button" className={styles.crumb} onClick={() => void enter(scope)}>
              {depth === 0 ? 'Main graph' : title}
            </button>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
