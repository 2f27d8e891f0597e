// What comes before the measured latency, kept apart from it: building, loading, the first inference, warm-up.
import { Section } from '#renderer/widgets/Section.tsx';
import { BuildsTable } from './BuildsTable.tsx';
import type { Row } from './rows.ts';
import { startColumns } from './startColumns.ts';

export function StartTable({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <Section title="Start-up and steadiness">
      <BuildsTable name="Start-up" rows={rows} columns={startColumns} />
    </Section>
  );
}
