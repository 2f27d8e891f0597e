// What is on its way to the host: a dropped model, and samples; each can be cancelled.
import { X } from 'lucide-react';
import type { Sent } from '#renderer/connection/platform.ts';
import { counted } from '#renderer/format/format.ts';
import { dataUploadStore } from '#renderer/store/dataUploads.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import styles from './UploadProgress.module.css';

export function UploadProgress() {
  const upload = useSlice(openedModelStore, (opened) => opened.upload);
  const samples = useSlice(dataUploadStore, ({ uploads }) => uploads);
  return (
    <>
      {upload?.kind === 'sending' && <Sending what="model" sent={upload.sent} onCancel={upload.cancel} />}
      {upload?.kind === 'cancelled' && <span className={styles.failed}>upload cancelled</span>}
      {upload?.kind === 'failed' && <span className={styles.failed}>upload failed</span>}
      {samples.map(({ id, files, sent, cancel }) => (
        <Sending key={id} what={counted(files, 'data file')} sent={sent} onCancel={cancel} />
      ))}
    </>
  );
}

interface SendingProps {
  readonly what: string;
  readonly sent: Sent;
  onCancel(): void;
}

function Sending({ what, sent: { bytes, total }, onCancel }: SendingProps) {
  return (
    <span className={styles.sending}>
      uploading {what}, {total > 0 ? Math.floor((100 * bytes) / total) : 0} %
      <IconButton name={`Cancel the upload of ${what}`} icon={<X />} onClick={onCancel} />
    </span>
  );
}
