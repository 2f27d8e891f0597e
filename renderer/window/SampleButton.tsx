// One click to the bundled sample, as long as no model is open.
import { FlaskConical } from 'lucide-react';
import { openSample } from '#renderer/actions/openModel.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';

export function SampleButton() {
  const opened = useSlice(openedModelStore, ({ handle }) => handle !== null);
  const sample = useSlice(sessionStore, ({ session }) => session.sample);
  if (opened || sample === null) return null;
  return (
    <Button look="quiet" icon={<FlaskConical />} onClick={openSample}>
      Open sample
    </Button>
  );
}
