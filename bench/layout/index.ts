// Our layout against dagre on every graph at hand: crossings, length of all lines and time; then how ours grows.
import { createRequire } from 'node:module';
import type { LayoutInput } from '#core/graph/layout/geometry.ts';
import { layoutGraph } from '#core/graph/layout/layout.ts';
import { median, writeResults } from '../support/results.ts';
import { printTable, short } from '../support/table.ts';
import { dagreDrawing, dagreInput, dagreLayout } from './dagre.ts';
import { generated, graphOf, modelFiles, type Named, plain } from './graphs.ts';
import { countCrossings, totalLength } from './quality.ts';

interface Side {
  readonly crossings: number;
  readonly length: number;
  readonly milliseconds: number;
}

const sizes = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000];

/** The median of several runs, the first left out where there are more: both sides are measured warm. */
function timed(rounds: number, work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return median(rounds > 1 ? times.slice(1) : times);
}

function ours(input: LayoutInput, rounds: number): Side {
  const drawing = layoutGraph(input);
  const milliseconds = timed(rounds, () => layoutGraph(input));
  return { crossings: countCrossings(drawing), length: totalLength(drawing), milliseconds };
}

function dagres(input: LayoutInput, rounds: number): Side {
  const graphs = Array.from({ length: rounds }, () => dagreInput(input));
  let next = 0;
  const milliseconds = timed(rounds, () => dagreLayout(graphs[next++] as (typeof graphs)[0]));
  const drawing = dagreDrawing(graphs[0] as (typeof graphs)[0], input);
  return { crossings: countCrossings(drawing), length: totalLength(drawing), milliseconds };
}

async function graphs(): Promise<readonly Named[]> {
  const real = await Promise.all(modelFiles().map(graphOf));
  const boxes = real.map(({ name, input }) => ({ name: `${name}, equal boxes`, input: plain(input) }));
  const made = [200, 500, 1_000].map((count) => ({ name: `generated (${count} nodes)`, input: generated(count) }));
  return [...real, ...boxes, ...made];
}

const only = process.argv[2];
const compared = [];
for (const { name, input } of await graphs()) {
  if (only && !name.includes(only)) continue;
  const rounds = input.widths.length < 500 ? 5 : 2;
  compared.push({ name, lathe: ours(input, 15), dagre: dagres(input, rounds) });
}
printTable(
  ['graph', 'crossings', 'dagre', 'length', 'dagre', 'ratio', 'ms', 'dagre', 'times faster'],
  compared.map(({ name, lathe, dagre }) => [
    name,
    String(lathe.crossings),
    String(dagre.crossings),
    String(Math.round(lathe.length)),
    String(Math.round(dagre.length)),
    (lathe.length / dagre.length).toFixed(3),
    short(lathe.milliseconds),
    short(dagre.milliseconds),
    short(dagre.milliseconds / lathe.milliseconds),
  ]),
);

const growth = only
  ? []
  : sizes.map((nodes) => {
      const input = generated(nodes);
      const milliseconds = timed(4, () => layoutGraph(input));
      return { nodes, edges: input.from.length, milliseconds, microsecondsPerNode: (1e3 * milliseconds) / nodes };
    });
if (!only) {
  console.log('');
  printTable(
    ['nodes', 'edges', 'ms', 'µs a node'],
    growth.map(({ nodes, edges, milliseconds, microsecondsPerNode }) => [
      String(nodes),
      String(edges),
      short(milliseconds),
      short(microsecondsPerNode),
    ]),
  );
  const { version } = createRequire(import.meta.url)('@dagrejs/dagre/package.json') as { version: string };
  writeResults('layout', { dagre: version }, { compared, growth });
}
