// Takes files dropped anywhere on the window, and holds the page's file input.
import { useEffect, useState } from 'react';
import { importDropped } from '#renderer/actions/importDropped.ts';
import { openModelFiles } from '#renderer/actions/openModel.ts';
import { dropped, picked } from '#renderer/connection/pickedFile.ts';
import { keepSpareWorker } from '#renderer/graph/spareWorker.ts';
import { attempt } from '#renderer/store/notices.ts';
import styles from './DropZone.module.css';

export function DropZone() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      keepSpareWorker();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const files = dropped(event.dataTransfer);
      void attempt(async () => importDropped(await files));
    };
    addEventListener('dragenter', enter);
    addEventListener('dragover', enter);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragover', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return (
    <>
      <input
        type="file"
        hidden
        multiple
        aria-label="Model file"
        onChange={(event) => {
          if (event.target.files) void openModelFiles(picked(event.target.files));
          event.target.value = '';
        }}
      />
      {over && (
        <div className={styles.cover} aria-hidden>
          <div className={styles.words}>
            <strong>Drop to open</strong>
            <span>
              A model (.onnx, with its external data beside it), or samples to calibrate on: a folder of images, .npy,
              .npz. For the open model also an engine’s layers.json and profile.json
            </span>
          </div>
        </div>
      )}
    </>
  );
}
