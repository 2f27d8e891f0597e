// What curves say: each product at its best, and Lathe where it keeps the other's p99.
import type { Curve, CurvePoint, Product } from './curves.ts';
import type { Form } from './requests.ts';

export interface Best extends CurvePoint {
  readonly settings: string;
}

/** The most requests a second among a product's settings whose p99 is not above the bound; none with errors counts. */
export function bestOf(
  curves: readonly Curve[],
  product: Product,
  form: Form,
  p99Ms = Number.POSITIVE_INFINITY,
): Best | undefined {
  return curves
    .filter((curve) => curve.product === product && curve.form === form)
    .flatMap(({ settings, points }) => points.map((point): Best => ({ ...point, settings })))
    .filter((point) => point.errors === 0 && point.p99Ms <= p99Ms)
    .toSorted((a, b) => b.perSecond - a.perSecond)[0];
}

export interface Ratio {
  readonly form: Form;
  readonly product: Product;
  readonly peer: Best;
  /** Undefined where none of its settings keeps the peer's p99. */
  readonly lathe: Best | undefined;
  /** Of requests a second, at no worse a p99 than the peer has at its best. */
  readonly ratio: number;
  /** The peer's processor time for a request over Lathe's, at the same points. */
  readonly processorRatio: number;
}

export function ratiosOf(curves: readonly Curve[], forms: readonly Form[]): Ratio[] {
  return forms.flatMap((form) =>
    (['FastAPI', 'MLServer'] as const).flatMap((product): Ratio[] => {
      const peer = bestOf(curves, product, form);
      if (!peer) return [];
      const lathe = bestOf(curves, 'Lathe', form, peer.p99Ms);
      const ratio = (lathe?.perSecond ?? 0) / peer.perSecond;
      return [{ form, product, peer, lathe, ratio, processorRatio: lathe ? peer.processorMs / lathe.processorMs : 0 }];
    }),
  );
}

export interface BatchingGain {
  readonly form: Form;
  /** Requests a second of one request a run on one session. */
  readonly alone: number;
  /** Over that: batches on one session, and the best of batches on any. */
  readonly oneSession: number;
  readonly best: number;
}

/** @param alone settings of one request a run. @param batched settings of batches on one session. */
export function batchingGains(
  curves: readonly Curve[],
  forms: readonly Form[],
  alone: string,
  batched: string,
): BatchingGain[] {
  const rate = (form: Form, fits: (settings: string) => boolean) =>
    bestOf(
      curves.filter(({ settings }) => fits(settings)),
      'Lathe',
      form,
    )?.perSecond ?? 0;
  return forms.map((form) => {
    const base = rate(form, (settings) => settings === alone);
    return {
      form,
      alone: base,
      oneSession: rate(form, (settings) => settings === batched) / base,
      best: rate(form, (settings) => settings !== alone) / base,
    };
  });
}
