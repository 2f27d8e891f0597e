// A finished comparison: what it says, bars, figures, distribution, worst samples.
import { useState } from 'react';
import type { CompareReport } from '#core/contract/comparison.ts';
import { targetTitle } from '#renderer/data/targets.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { ComparisonBars } from './ComparisonBars.tsx';
import { ComparisonTable } from './ComparisonTable.tsx';
import { Conditions } from './Conditions.tsx';
import { ConfusionMatrix } from './ConfusionMatrix.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { Findings } from './Findings.tsx';
import { GpuTable } from './GpuTable.tsx';
import { LatencyChart } from './LatencyChart.tsx';
import { isWithin, ordered, type Wish } from './order.ts';
import styles from './Report.module.css';
import { rowsOf } from './rows.ts';
import { StartTable } from './StartTable.tsx';
import { Verdict } from './Verdict.tsx';
import { WhyNotFaster } from './WhyNotFaster.tsx';
import { WishChoice } from './WishChoice.tsx';
import { WorstSamples } from './WorstSamples.tsx';

export function Report({ report }: { readonly report: CompareReport }) {
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const [wish, setWish] = useState<Wish>('built');
  const [maxLoss, setMaxLoss] = useState(0.01);
  const all = rowsOf(report);
  const rows = ordered(all, wish, maxLoss);
  const outside = new Set(
    wish === 'within' ? all.filter((row) => !isWithin(row, all, maxLoss)).map(({ build }) => build.id) : [],
  );
  return (
    <article className={styles.report} aria-label={`Comparison of ${report.modelName}`}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h2 className={styles.title}>
            {report.modelName} on {targetTitle(report.target, doctor)}
          </h2>
          <Conditions report={report} />
        </div>
        <span className={styles.order}>Order</span>
        <WishChoice wish={wish} onWish={setWish} />
        <ExportMenu report={report} />
      </header>
      <Verdict report={report} maxLoss={maxLoss} onMaxLoss={setMaxLoss} />
      <Findings report={report} />
      <WhyNotFaster report={report} />
      <ComparisonBars rows={rows} />
      <ComparisonTable rows={rows} outside={outside} />
      <LatencyChart rows={all} />
      <GpuTable rows={rows} />
      <StartTable rows={rows} />
      <WorstSamples rows={all} />
      <ConfusionMatrix rows={all} />
    </article>
  );
}
