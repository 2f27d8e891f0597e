// The answer that people need from a load: the highest rate at which the 99th percentile stays under their bound.
import type { LoadAnswer, LoadPoint } from '#core/contract/load.ts';
import { rateBounds } from './highestRate.ts';

/** A server keeps up where it answers this share of what arrives; a Poisson process itself varies. */
const keepsUp = 0.9;

/** Whether a point of the open loop is within the bound: without an error, and with the server keeping up. */
export function holdsBound({ latency, errors, offered, perSecond }: LoadPoint, boundMs: number): boolean {
  return latency !== null && latency.p99 <= boundMs && errors === 0 && perSecond >= keepsUp * (offered ?? 0);
}

export function answerOf(points: readonly LoadPoint[], boundMs: number): LoadAnswer {
  const open = points.filter(({ offered }) => offered !== null);
  const { held, broken } = rateBounds(
    open.map((point) => ({ rate: point.offered as number, holds: holdsBound(point, boundMs) })),
  );
  const best = open.find(({ offered }) => offered === held);
  const limited = open.some(({ offered, clientLimited }) => offered === (broken ?? held) && clientLimited);
  const p99Ms = best?.latency?.p99 ?? null;
  // Chance lets more arrive than was offered, and a server may answer a little less.
  const perSecond = held === null ? null : Math.min(held, best?.perSecond ?? held);
  const aside = limited ? ' The client was the limit there: the server may bear more.' : '';
  return {
    boundMs,
    perSecond,
    p99Ms,
    brokenAt: broken,
    text: `${sentence(perSecond, broken, p99Ms, boundMs)}${aside}`,
  };
}

function sentence(held: number | null, broken: number | null, p99Ms: number | null, boundMs: number): string {
  const rate = (value: number) => (value >= 100 ? String(Math.round(value)) : value.toFixed(1));
  if (held === null) {
    return broken === null
      ? 'No rate of arrivals was tried.'
      : `Even at ${rate(broken)} requests a second the 99th percentile is not under ${boundMs} ms.`;
  }
  const found = `Up to ${rate(held)} requests a second the 99th percentile stays under ${boundMs} ms (${(p99Ms ?? 0).toFixed(2)} ms)`;
  return broken === null ? `${found}; no higher rate was tried.` : `${found}; at ${rate(broken)} it does not.`;
}
