// A search as it grows: kept after every step, so that it can be stopped and go on.
import { createHash } from 'node:crypto';
import type { JobRequest } from '#core/contract/job.ts';
import type { SearchLayer, SearchPoint, SearchResult } from '#core/contract/search.ts';
import { searchFindings } from '#core/measure/search/findings.ts';
import { fastestHolding, markFront } from '#core/measure/search/front.ts';
import { canonicalJson, type Json } from '#core/precision/canonical.ts';
import type { Library } from '../library.ts';

export interface SearchState {
  readonly points: readonly SearchPoint[];
  /** Adds a point, or takes its place where the build is known already. */
  put(point: SearchPoint): void;
  weigh(layers: readonly SearchLayer[]): void;
  /** The whole as it stands; stored and told to every view. */
  save(state: SearchResult['state']): SearchResult;
}

export function openSearch(request: JobRequest<'search'>, library: Library): SearchState {
  const id = searchId(request);
  const model = library.models.get(request.model);
  const earlier = library.store.searches.get(id);
  const started = Date.now();
  let points: readonly SearchPoint[] = (earlier?.points ?? []).filter(({ build }) => isThere(build, library));
  let layers: readonly SearchLayer[] = earlier?.layers ?? [];
  return {
    get points() {
      return points;
    },
    put(point) {
      points = [...points.filter(({ build }) => build !== point.build), point];
    },
    weigh(weighed) {
      layers = weighed;
    },
    save(state) {
      points = markFront(points);
      const chosen = fastestHolding(points);
      const higher = chosen?.recipe.layers ?? {};
      layers = layers.map((layer) => ({
        ...layer,
        chosen: chosen?.precision === 'int8' ? (higher[layer.node] ?? 'int8') : (chosen?.precision ?? 'int8'),
      }));
      const result: SearchResult = {
        id,
        model: model.id,
        modelName: model.name,
        target: request.target,
        gate: request.gate,
        state,
        points: [...points],
        chosen: chosen?.build ?? null,
        layers: [...layers],
        findings: searchFindings({ points, layers, chosen, complete: state !== 'stopped' }),
        ms: (earlier?.ms ?? 0) + Date.now() - started,
        createdAt: earlier?.createdAt ?? started,
      };
      library.store.searches.put(result, Date.now());
      library.broadcast.send({ type: 'search', search: result });
      return result;
    },
  };
}

/** How long it may take decides nothing about what is searched. */
function searchId({ minutes: _, ...request }: JobRequest<'search'>): string {
  return createHash('sha256')
    .update(`lathe search 1\n${canonicalJson(request as Json)}`)
    .digest('hex')
    .slice(0, 20);
}

function isThere(build: string, library: Library): boolean {
  return library.builds.list().some(({ id }) => id === build);
}
