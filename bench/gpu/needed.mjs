// Names of packages and of all that they need, one a line, without what is optional: needed.mjs PACKAGE…
import { readFileSync } from 'node:fs';

const found = new Set();
function add(name) {
  if (found.has(name)) return;
  found.add(name);
  const { dependencies = {} } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
  for (const needed of Object.keys(dependencies)) add(needed);
}
for (const name of process.argv.slice(2)) add(name);
console.log([...found].sort().join('\n'));
