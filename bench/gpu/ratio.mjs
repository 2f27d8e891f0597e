// Lathe's computing time over the plain loop's on the same engine: ratio.mjs RESULTS BUILD.
import { readFileSync } from 'node:fs';

const [results, build] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(`${results}/${name}.json`, 'utf8'));

for (const how of ['graph', 'enqueue']) {
  const loops = [1, 2].map((turn) => read(`loop-${how}-${build}-${turn}`).computeMs.median);
  const lathe = read(`bench-${how}-${build}`).measurements[0].gpu.computeMs.median;
  const loop = (loops[0] + loops[1]) / 2;
  console.log(JSON.stringify({ build, how, lathe, loops, ratio: lathe / loop }));
}
