// Cancels a job, and says so at once: a worker may need a moment until it has stopped.
import { X } from 'lucide-react';
import { useState } from 'react';
import { cancel } from '#renderer/actions/jobs.ts';
import { Button } from '#renderer/widgets/Button.tsx';

interface CancelButtonProps {
  readonly job: string;
  readonly look?: 'normal' | 'quiet';
}

export function CancelButton({ job, look = 'normal' }: CancelButtonProps) {
  const [asked, setAsked] = useState(false);
  const press = () => {
    setAsked(true);
    // Where the host could not be asked, it can be tried again.
    void cancel(job).then((done) => setAsked(done));
  };
  return (
    <Button look={look} icon={<X />} disabled={asked} onClick={press}>
      {asked ? 'Cancelling…' : 'Cancel'}
    </Button>
  );
}
