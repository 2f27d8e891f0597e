// Opens and closes the engine below the graph, and chooses the graph's colours.
import { useSlice } from '#renderer/store/useStore.ts';
import { togglePanel, viewStore } from '#renderer/store/view.ts';
import { Toggle } from '#renderer/widgets/Toggle.tsx';
import { ColourChoice } from './ColourChoice.tsx';

export function EngineToggle() {
  const open = useSlice(viewStore, ({ panels }) => panels.engine.open);
  return (
    <>
      <Toggle checked={open} onChange={(on) => togglePanel('engine', on)}>
        Engine
      </Toggle>
      <ColourChoice />
    </>
  );
}
