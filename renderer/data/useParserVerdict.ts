// What the parser of a target says of a model, where the host has that target.
import { useEffect } from 'react';
import { askParser } from '#renderer/actions/askParser.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { linkStore } from '#renderer/store/link.ts';
import { type ParserVerdict, parserVerdictStore, verdictKey } from '#renderer/store/parserVerdicts.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { targetOf } from './targets.ts';

/** Asks when it is first needed. Undefined for targets without a parser, and for those that the host does not have. */
export function useParserVerdict(model: string | null, target: string): ParserVerdict | undefined {
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const connected = useSlice(linkStore, ({ link }) => link.kind === 'ready');
  const here = doctor?.targets.some((info) => info.canBuild && targetOf(info) === target) ?? false;
  const asked = model !== null && here && connected && target.startsWith('tensorrt');
  useEffect(() => {
    if (asked) void askParser(model, target);
  }, [asked, model, target]);
  return useSlice(parserVerdictStore, ({ verdicts }) => (asked ? verdicts[verdictKey(model, target)] : undefined));
}
