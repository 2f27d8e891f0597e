// Requests a second against connections, for servers that take turns.
import { median } from '../support/results.ts';
import { closedLoop, type LoadPoint } from './load.ts';
import { type Form, type Question, targetFor } from './requests.ts';
import { type Server, warmUp } from './servers.ts';

export type Product = 'Lathe' | 'FastAPI' | 'MLServer';

export interface Contestant {
  readonly product: Product;
  /** How it is set up, such as `2 workers`. */
  readonly settings: string;
  readonly server: Server;
}

export interface CurvePoint extends LoadPoint {
  /** Processor time that the server took for a request, all its processes together. */
  readonly processorMs: number;
}

export interface Curve {
  readonly product: Product;
  readonly settings: string;
  readonly form: Form;
  /** For each number of connections the median of the rounds. */
  readonly points: readonly CurvePoint[];
}

export interface Plan {
  readonly connections: readonly number[];
  readonly rounds: number;
  /** Of each point in each round. */
  readonly ms: number;
}

/** All servers of a form stand at the same load before the next load comes, so that noise hits them alike. */
export async function measureCurves(
  contestants: readonly Contestant[],
  forms: readonly Form[],
  question: Question,
  { connections, rounds, ms }: Plan,
): Promise<Curve[]> {
  const found: Curve[] = [];
  for (const form of forms) {
    const entrants = contestants.flatMap((contestant) => {
      const target = targetFor(contestant.product, contestant.server.url, form, question);
      return target ? [{ ...contestant, target, measured: connections.map((): CurvePoint[] => []) }] : [];
    });
    for (const { target } of entrants) {
      await warmUp(target);
      // Every worker and session must have run, and several requests together.
      await closedLoop(target, 16, 300);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const [place, count] of connections.entries()) {
        for (const { target, server, measured } of entrants) {
          const before = server.processorMs();
          const point = await closedLoop(target, count, ms);
          const processorMs = (server.processorMs() - before) / point.answers;
          measured[place]?.push({ ...point, processorMs });
        }
      }
    }
    for (const { product, settings, measured } of entrants) {
      found.push({ product, settings, form, points: measured.map(middle) });
    }
  }
  return found;
}

function middle(points: readonly CurvePoint[]): CurvePoint {
  const of = (field: keyof CurvePoint) => median(points.map((point) => point[field]));
  return {
    connections: of('connections'),
    answers: of('answers'),
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    errors: of('errors'),
    processorMs: of('processorMs'),
  };
}
