// How much of a dropped model the host has by now.
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import styles from './UploadProgress.module.css';

export function UploadProgress() {
  const upload = useSlice(openedModelStore, (opened) => opened.upload);
  if (!upload) return null;
  if (upload.kind === 'failed') return <span className={styles.failed}>upload failed</span>;
  const { bytes, total } = upload.sent;
  return <span className={styles.sending}>uploading {total > 0 ? Math.floor((100 * bytes) / total) : 0} %</span>;
}
