// The head of a layer's row: its name, which shows it in the graph.
import styles from './FigureTable.module.css';
import { showLayer } from './showLayer.ts';

export function LayerName({ node }: { readonly node: string }) {
  return (
    <th scope="row" className={styles.name} title={node}>
      <button type="button" className={styles.pick} onClick={() => void showLayer(node)}>
        {node}
      </button>
    </th>
  );
}
