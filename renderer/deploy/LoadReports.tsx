// The loads that were run: which of them are shown side by side, and which are not wanted any more.
import { Trash2 } from 'lucide-react';
import type { LoadReport } from '#core/contract/load.ts';
import { removeLoad } from '#renderer/actions/deploy.ts';
import { ago } from '#renderer/format/format.ts';
import { useNow } from '#renderer/jobs/useNow.ts';
import { CheckBox } from '#renderer/widgets/CheckBox.tsx';
import { ConfirmButton } from '#renderer/widgets/ConfirmButton.tsx';
import styles from './LoadReports.module.css';
import { reportText } from './reportText.ts';

interface LoadReportsProps {
  readonly reports: readonly LoadReport[];
  /** Ids. */
  readonly shown: ReadonlySet<string>;
  readonly onShow: (id: string, shown: boolean) => void;
}

export function LoadReports({ reports, shown, onShow }: LoadReportsProps) {
  const now = useNow(true);
  return (
    <ul className={styles.list} aria-label="Loads">
      {reports.map((report) => (
        <li key={report.id} className={styles.row}>
          <CheckBox checked={shown.has(report.id)} onChange={(ticked) => onShow(report.id, ticked)}>
            <span className={styles.what}>{reportText(report)}</span>
          </CheckBox>
          <span className={styles.time}>{ago(report.createdAt, now)}</span>
          <ConfirmButton
            name={`Delete the load on ${reportText(report)}`}
            word="Delete"
            icon={<Trash2 />}
            onConfirm={() => void removeLoad(report.id)}
          />
        </li>
      ))}
    </ul>
  );
}
