// Lathe's computing time over the plain loop's on the same engine, both measured twice in turns: ratio.mjs RESULTS.
import { readFileSync } from 'node:fs';

const [results] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(`${results}/${name}.json`, 'utf8'));
const mean = ([first, second]) => (first + second) / 2;

for (const how of ['graph', 'enqueue']) {
  const loop = [1, 2].map((turn) => read(`loop-${how}-${turn}`).computeMs.median);
  const lathe = [1, 2].map((turn) => read(`bench-${how}-${turn}`).measurements[0].gpu.computeMs.median);
  console.log(JSON.stringify({ how, lathe, loop, ratio: mean(lathe) / mean(loop) }));
}
