// What a search found: the choice, what it says, the front as a picture and as figures.
import { Download, Hammer, Trophy } from 'lucide-react';
import { useState } from 'react';
import type { ModelRef } from '#core/contract/model.ts';
import type { SearchPoint, SearchResult } from '#core/contract/search.ts';
import { pointName } from '#core/measure/search/findings.ts';
import { buildPoint, saveRecipe } from '#renderer/actions/search.ts';
import { duration } from '#renderer/format/format.ts';
import { gateSummary } from '#renderer/recipe/gateSummary.ts';
import { showTab } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { precisionColour } from '#renderer/widgets/PrecisionBadge.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import { FrontChart } from './FrontChart.tsx';
import { KeptLayers } from './KeptLayers.tsx';
import { PointTable } from './PointTable.tsx';
import styles from './SearchOutcome.module.css';

interface SearchOutcomeProps {
  readonly model: ModelRef;
  readonly search: SearchResult;
}

const states = { running: 'so far', stopped: 'stopped: searching again goes on', complete: 'complete' } as const;

export function SearchOutcome({ model, search }: SearchOutcomeProps) {
  const chosen = search.points.find(({ build }) => build === search.chosen);
  const [selected, setSelected] = useState<string | null>(null);
  const shown = search.points.find(({ build }) => build === selected) ?? chosen;
  return (
    <Section
      title="Fastest recipe within the bounds"
      aside={
        <span className={styles.aside}>
          {gateSummary(search.gate)} · {search.points.length} recipes in {duration(search.ms)}, {states[search.state]}
        </span>
      }
    >
      <div className={styles.outcome}>
        <Choice model={model} search={search} point={shown} chosen={shown === chosen} />
        <FrontChart search={search} selected={shown?.build ?? null} onSelect={setSelected} />
        <PointTable search={search} selected={shown?.build ?? null} onSelect={setSelected} />
        {shown && <KeptLayers search={search} point={shown} />}
      </div>
    </Section>
  );
}

interface ChoiceProps extends SearchOutcomeProps {
  readonly point: SearchPoint | undefined;
  /** Whether it is what the search chose. */
  readonly chosen: boolean;
}

function Choice({ model, search, point, chosen }: ChoiceProps) {
  if (!point) return <p className={styles.verdict}>{search.findings[0] ?? 'Nothing was measured yet.'}</p>;
  const build = async () => {
    if (await buildPoint(model, point)) showTab('builds');
  };
  const text = chosen
    ? search.findings[0]
    : `${pointName(point, search.layers.length)}. ${point.holds ? 'It holds the bounds.' : point.reasons.join(' ')}`;
  return (
    <div className={styles.verdict}>
      {chosen && <Trophy aria-hidden className={styles.icon} style={{ color: precisionColour(point.precision) }} />}
      <p className={styles.reason} role="status">
        {text}
      </p>
      <Button icon={<Download />} onClick={() => void saveRecipe(model, point)}>
        Save the recipe
      </Button>
      <Button look={chosen ? 'primary' : 'normal'} icon={<Hammer />} onClick={() => void build()}>
        Build this
      </Button>
    </div>
  );
}
