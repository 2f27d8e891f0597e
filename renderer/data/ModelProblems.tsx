// What stands in the way of building a model, with the next step: told before anyone starts a job that must fail.
import { useEffect } from 'react';
import type { ModelRef } from '#core/contract/model.ts';
import { inspect } from '#renderer/actions/inspect.ts';
import { inspectionStore } from '#renderer/store/inspections.ts';
import { linkStore } from '#renderer/store/link.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';

/** More of them would push the page out of sight; the inspector lists all. */
const shown = 3;

export function ModelProblems({ model }: { readonly model: ModelRef }) {
  const inspection = useSlice(inspectionStore, ({ byModel }) => byModel[model.id]);
  const connected = useSlice(linkStore, ({ link }) => link.kind === 'ready');
  useEffect(() => {
    if (connected) void inspect(model.id);
  }, [model.id, connected]);
  if (inspection?.kind === 'failed') {
    const { reason, next } = inspection.failure;
    return <FailureNote failure={{ reason, next }} />;
  }
  if (inspection?.kind !== 'ready') return null;
  return inspection.report.issues
    .filter(({ severity }) => severity === 'error')
    .slice(0, shown)
    .map(({ node, message, next }) => <FailureNote key={`${node} ${message}`} failure={{ reason: message, next }} />);
}
