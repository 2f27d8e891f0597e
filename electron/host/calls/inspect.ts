// Calls that read a whole model: what it is made of, and which of its nodes will fuse.
import type { Calls } from './calls.ts';

export const inspectCalls: Calls<'model.inspect' | 'model.preview'> = {
  'model.inspect': ({ id, target }, { parts }) => parts.inspection.inspect(parts.models.file(id), target),
  'model.preview': ({ id, target }, { parts }) => parts.inspection.preview(parts.models.file(id), target),
};
