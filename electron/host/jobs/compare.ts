// The compare job: builds every precision, measures them in turns, checks their accuracy, and puts it side by side.
import { LatheError } from '#core/contract/failure.ts';
import type { ParentPlan } from './plan.ts';

export const compare: ParentPlan<'compare'> = {
  kind: 'compare',
  head(request, library) {
    const model = library.models.get(request.model);
    const precisions = request.precisions.map((precision) => precision.toUpperCase()).join(', ');
    return { title: `Compare ${model.name} in ${precisions}`, model: model.id, precision: null, device: null };
  },
  async run() {
    throw new LatheError({
      kind: 'job',
      reason: 'This Lathe cannot compare yet.',
      next: 'Build and measure each precision on its own.',
    });
  },
  keep(report, library) {
    library.store.comparisons.put(report, report.createdAt);
    library.broadcast.send({ type: 'comparison', comparison: report });
    return report.id;
  },
};
