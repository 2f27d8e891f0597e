// Calls on models: opening, reading by range, inspecting, previewing fusions.
import type { Calls } from './calls.ts';
import { admit } from './calls.ts';

export const modelCalls: Calls<'model.open' | 'model.read' | 'model.readExternal' | 'model.externalSize'> = {
  'model.open'({ path }, { parts, ports }) {
    admit(path, ports);
    return parts.models.open(path);
  },
  'model.read': ({ id, offset, length }, { parts }) => parts.models.source(id).read(offset, length),
  async 'model.readExternal'({ id, location, offset, length }, { parts }) {
    const source = await parts.models.external(id)(location);
    return source.read(offset, length);
  },
  async 'model.externalSize'({ id, location }, { parts }) {
    const source = await parts.models.external(id)(location);
    return { bytes: source.size };
  },
};
