// Chooses what the graph is coloured by.
import { useStore } from 'zustand';
import { heatModes } from '#core/fusion/engine/heat.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { colourBy, colourNames } from './colours.ts';
import { engineStore, shownEngine } from './engines.ts';

const operator = 'operator';

/** Only where an engine is open: without one there is nothing else to colour by. */
export function ColourChoice() {
  const engine = useStore(engineStore, shownEngine);
  const colour = useStore(engineStore, (state) => state.colour);
  if (!engine) return null;
  const timed = engine.reading.report.totalMs !== null;
  const options = [
    { value: operator, label: 'Colour: operator' },
    ...heatModes.map((mode) => ({
      value: mode,
      label: `Colour: ${colourNames[mode].toLowerCase()}`,
      ...(mode === 'time' && !timed ? { disabled: true, detail: 'needs a profile' } : {}),
    })),
  ];
  return (
    <Choice
      name="Colour of the graph"
      quiet
      value={colour ?? operator}
      options={options}
      onChange={(value) => colourBy(heatModes.find((mode) => mode === value) ?? null)}
    />
  );
}
