// What can be done with the ranges of a calibration: keep them as a file, compare them with one.
import { Diff, Download, X } from 'lucide-react';
import { useRef } from 'react';
import type { CalibrationResult } from '#core/contract/calibration.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import styles from './RangeTools.module.css';
import { readCompared, saveRanges } from './rangeFiles.ts';
import type { Compared } from './ranges.ts';

interface RangeToolsProps {
  readonly result: CalibrationResult;
  readonly compared: Compared | null;
  onCompare(compared: Compared | null): void;
}

export function RangeTools({ result, compared, onCompare }: RangeToolsProps) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    const found = file && (await readCompared(file));
    if (found) onCompare(found);
    // The same file may be chosen again after it changed.
    if (input.current) input.current.value = '';
  };
  return (
    <div className={styles.tools}>
      <input
        ref={input}
        className={styles.file}
        type="file"
        accept=".json,.cache"
        aria-label="A file of ranges to compare with"
        tabIndex={-1}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      {compared ? (
        <Button icon={<X />} onClick={() => onCompare(null)}>
          Stop comparing with {compared.name}
        </Button>
      ) : (
        <Button icon={<Diff />} onClick={() => input.current?.click()}>
          Compare with a file
        </Button>
      )}
      <Button icon={<Download />} onClick={() => void saveRanges(result, 'json')}>
        Save as JSON
      </Button>
      <Button icon={<Download />} onClick={() => void saveRanges(result, 'cache')}>
        Save as TensorRT cache
      </Button>
    </div>
  );
}
