// Two engines region by region, and why the shown one is not faster.
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { matchEngines } from '#core/fusion/engine/matchEngines.ts';
import styles from './CompareView.module.css';
import { EngineChoice } from './EngineChoice.tsx';
import { againstEngine, engineStore, holdAgainst, type OpenEngine } from './engines.ts';
import { RegionTable } from './RegionTable.tsx';
import { WhyList } from './WhyList.tsx';

export function CompareView({ engine }: { readonly engine: OpenEngine }) {
  const base = useStore(engineStore, againstEngine);
  const regions = useMemo(() => (base ? matchEngines(base.reading.report, engine.reading.report) : []), [base, engine]);
  return (
    <div className={styles.split}>
      <div className={styles.regions}>
        <p className={styles.against}>
          {engine.title} against
          <EngineChoice
            name="Held against"
            as="against"
            chosen={base?.id ?? null}
            not={engine.id}
            onChoose={holdAgainst}
          />
        </p>
        {base ? (
          <RegionTable engine={engine} base={base} regions={regions} />
        ) : (
          <p className={styles.none}>
            Choose another engine of this model: layers that compute the same nodes are matched, however each engine
            fused them.
          </p>
        )}
      </div>
      {base && <WhyList engine={engine} base={base} />}
    </div>
  );
}
