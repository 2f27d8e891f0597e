// The folder that files of one data set have in common.

/** The deepest folder that holds all paths, with the slashes of the first. */
export function commonFolder(paths: readonly string[]): string {
  const slash = paths[0]?.includes('\\') ? '\\' : '/';
  const parts = paths.map((path) => path.split(/[\\/]/).slice(0, -1));
  const first = parts[0] ?? [];
  let depth = 0;
  while (depth < first.length && parts.every((other) => other[depth] === first[depth])) depth += 1;
  return first.slice(0, depth).join(slash);
}
