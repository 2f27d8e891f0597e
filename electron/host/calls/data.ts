// Calls on the user's data.
import type { Calls } from './calls.ts';
import { admit } from './calls.ts';

export const dataCalls: Calls<'data.open'> = {
  'data.open'({ path }, { parts, ports }) {
    admit(path, ports);
    return parts.data.open(path);
  },
};
