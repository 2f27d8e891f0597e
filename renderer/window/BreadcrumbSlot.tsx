// Where the graph's breadcrumb stands in the top bar.
import styles from './BreadcrumbSlot.module.css';

export function BreadcrumbSlot() {
  return <div className={styles.slot} />;
}
