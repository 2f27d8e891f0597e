// Times of every inference in the form of `trtexec --exportTimes`, for the scripts that read those.

/** One turn's times in milliseconds; starts count from the turn's own begin. */
export interface TurnTimes {
  readonly h2d: ArrayLike<number>;
  readonly compute: ArrayLike<number>;
  readonly d2h: ArrayLike<number>;
  readonly enqueue: ArrayLike<number>;
  readonly h2dStart: ArrayLike<number>;
  readonly computeStart: ArrayLike<number>;
  readonly d2hStart: ArrayLike<number>;
  readonly enqueueStart: ArrayLike<number>;
  readonly wallMs: number;
}

/** Turns follow each other without the pauses between them; warm-up is not among them. */
export function exportTimes(turns: readonly TurnTimes[]): string {
  const rows: string[] = [];
  let begin = 0;
  for (const turn of turns) {
    for (let index = 0; index < turn.compute.length; index += 1) rows.push(JSON.stringify(row(turn, index, begin)));
    begin += turn.wallMs;
  }
  return `[\n${rows.join(',\n')}\n]\n`;
}

/** Names and order are trtexec's (sampleReporting.cpp). */
function row(turn: TurnTimes, index: number, begin: number) {
  const at = (values: ArrayLike<number>) => values[index] ?? 0;
  const span = (starts: ArrayLike<number>, lasting: ArrayLike<number>) => [
    begin + at(starts),
    begin + at(starts) + at(lasting),
  ];
  const [startEnqMs, endEnqMs] = span(turn.enqueueStart, turn.enqueue);
  const [startH2dMs, endH2dMs] = span(turn.h2dStart, turn.h2d);
  const [startComputeMs, endComputeMs] = span(turn.computeStart, turn.compute);
  const [startD2hMs, endD2hMs] = span(turn.d2hStart, turn.d2h);
  const h2dMs = at(turn.h2d);
  const computeMs = at(turn.compute);
  const d2hMs = at(turn.d2h);
  return {
    ...{ startEnqMs, endEnqMs, startH2dMs, endH2dMs, startComputeMs, endComputeMs, startD2hMs, endD2hMs },
    ...{ h2dMs, computeMs, d2hMs, latencyMs: h2dMs + computeMs + d2hMs },
  };
}
