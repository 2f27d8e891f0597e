// The figures by which a graph can be coloured.

export const metrics = ['work', 'weights', 'activations'] as const;
export type Metric = (typeof metrics)[number];

export const metricTitles: Readonly<Record<Metric, string>> = {
  work: 'Multiply-adds',
  weights: 'Weights',
  activations: 'Activations',
};
