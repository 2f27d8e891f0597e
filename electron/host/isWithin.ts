// Whether one path lies inside another; both are taken as they are, so links must have been followed before.
import { isAbsolute, relative, sep } from 'node:path';

/** False for the folder itself. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
