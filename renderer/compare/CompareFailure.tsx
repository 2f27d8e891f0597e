// A comparison that did not come to an end, with the reason and a way to try again.
import { RotateCcw } from 'lucide-react';
import type { Job } from '#core/contract/job.ts';
import { retry } from '#renderer/actions/jobs.ts';
import { followJob } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';

const unknown = { reason: 'The comparison failed.', next: 'Look at its log.' };

export function CompareFailure({ job }: { readonly job: Job }) {
  return (
    <FailureNote failure={job.failure ?? unknown}>
      <Button icon={<RotateCcw />} onClick={() => void retry(job)}>
        Try again
      </Button>
      <Button onClick={() => followJob(job.id)}>Show the log</Button>
    </FailureNote>
  );
}
