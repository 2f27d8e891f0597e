// A load as a table for a terminal.
import type { LoadPoint, LoadResult } from '#core/contract/load.ts';
import { textTable } from './textTable.ts';

export function loadText({ model, server, url, input, requestBytes, points, knee, answer, notes }: LoadResult): string {
  const head = ['loop', 'asked', 'a second', 'p50 ms', 'p90 ms', 'p99 ms', 'p99.9 ms', 'max ms', 'errors', ''];
  const lines = [
    `${model} on ${server} at ${url}`,
    `${requestBytes} bytes a request, ${input}`,
    '',
    textTable(head, points.map(row), [1, 2, 3, 4, 5, 6, 7, 8]),
    '',
    ...(knee
      ? [`Knee at ${Math.round(knee.perSecond)} a second, p99 ${knee.p99Ms.toFixed(2)} ms: ${knee.method}.`]
      : []),
    answer.text,
    ...notes,
  ];
  return `${lines.join('\n')}\n`;
}

function row({ loop, concurrency, offered, perSecond, latency, errors, clientLimited }: LoadPoint): string[] {
  const ms = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2));
  return [
    loop,
    loop === 'closed' ? `${concurrency} at once` : `${(offered ?? 0).toFixed(0)}/s`,
    perSecond.toFixed(1),
    ...[latency?.p50, latency?.p90, latency?.p99, latency?.p999, latency?.max].map(ms),
    String(errors),
    clientLimited ? 'client was the limit' : '',
  ];
}
