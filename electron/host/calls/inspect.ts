// Calls that read a whole model: what it is made of, and which of its nodes will fuse.
import { askParser } from '../inspection/askParser.ts';
import { requirePreviewable } from '../inspection/requirePreviewable.ts';
import { admit, type Calls } from './calls.ts';

export const inspectCalls: Calls<'model.inspect' | 'model.preview' | 'model.support'> = {
  'model.inspect': ({ id, target }, { parts }) => parts.inspection.inspect(parts.models.file(id), target),
  'model.preview'({ id, ...question }, { parts, ports }) {
    for (const path of [question.actual, question.profile]) if (path !== undefined) admit(path, ports);
    requirePreviewable(question);
    return parts.inspection.preview(parts.models.file(id), question);
  },
  'model.support': ({ id, target }, { parts }) => askParser(target, parts.models.file(id).path),
};
