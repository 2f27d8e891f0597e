// A build that failed, in its card: why, what next, and another try.
import { RotateCcw } from 'lucide-react';
import type { Failure } from '#core/contract/failure.ts';
import type { Job } from '#core/contract/job.ts';
import { retry } from '#renderer/actions/jobs.ts';
import { followJob } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';

export function CardFailure({ job, failure }: { readonly job: Job; readonly failure: Failure }) {
  return (
    <FailureNote failure={{ reason: failure.reason, next: failure.next }}>
      <Button icon={<RotateCcw />} onClick={() => void retry(job)}>
        Try again
      </Button>
      <Button look="quiet" onClick={() => followJob(job.id)}>
        Log
      </Button>
    </FailureNote>
  );
}
