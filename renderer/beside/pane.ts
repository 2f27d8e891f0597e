// What the window asks of the page in its second pane: a document of its own, with stores and a worker of its own.
import type { GraphDiff } from '#core/graph/diff/diff.ts';
import type { GraphDigest } from '#core/graph/diff/digest.ts';
import type { ModelHandle } from '#renderer/connection/modelHandle.ts';
import type { Mark } from '#renderer/graph/marks.ts';
import type { Theme } from '#renderer/theme/theme.ts';

/** A node, and where in the view the middle of its upper side stands. */
export interface Standing {
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface BesidePane {
  /** Rejects with LatheError where the model cannot be opened. */
  open(handle: ModelHandle): Promise<void>;
  /** From the model that `before` tells of to the one in the pane. */
  diff(before: GraphDigest, weights: boolean): Promise<GraphDiff>;
  mark(nodes: ReadonlyMap<number, Mark>): void;
  /** Selects a node and brings it into view. */
  goTo(node: number): void;
  stand(standing: Standing): void;
  /** Called when the view was moved in the pane itself, and when a node was selected there. */
  onMove(listener: (standing: Standing) => void): void;
  onSelect(listener: (node: number) => void): void;
  showTheme(theme: Theme): void;
}

declare global {
  interface Window {
    /** Only in the page of the second pane. */
    latheBeside?: BesidePane;
  }
}
