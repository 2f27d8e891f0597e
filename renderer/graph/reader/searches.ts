// The search of each scope of the open model: it answers as it is while one that knows more is made.
import { buildSearch, type Search } from '#core/graph/search.ts';
import { type SearchTexts, searchAsidesInSlices, searchTextsInSlices } from '#core/graph/searchTexts.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { Graph } from '#core/onnx/model.ts';
import { pauses } from './pause.ts';
import type { OpenScope } from './scope.ts';

export interface Searches {
  /** Made when it is first asked for, with a turn for others between its slices. */
  of(open: OpenScope): Promise<Search>;
  /** Makes anew what is here, since shapes are known now. */
  renew(): Promise<void>;
  clear(): void;
}

interface Kept {
  readonly open: OpenScope;
  readonly search: Promise<Search>;
}

export function createSearches(shapes: () => ShapeTable | undefined): Searches {
  const kept = new Map<string, Kept>();
  /** The names in a graph as they are searched, which stay when shapes become known. */
  const texts = new WeakMap<Graph, Promise<SearchTexts>>();
  const make = async ({ graph, path }: OpenScope): Promise<Search> => {
    const known = shapes();
    const names = texts.get(graph) ?? searchTextsInSlices(graph, pauses());
    texts.set(graph, names);
    return buildSearch(graph, known, path, await names, await searchAsidesInSlices(graph, known, path, pauses()));
  };
  return {
    of(open) {
      const known = kept.get(open.path);
      if (known) return known.search;
      const search = make(open);
      kept.set(open.path, { open, search });
      return search;
    },
    async renew() {
      for (const [path, before] of [...kept]) {
        const search = make(before.open);
        await search;
        // Another graph may stand there by now.
        if (kept.get(path) === before) kept.set(path, { open: before.open, search });
      }
    },
    clear: () => kept.clear(),
  };
}
