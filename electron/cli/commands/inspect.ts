// `lathe inspect`: what a model is made of, and what stands in its way.
import { callTable } from '#core/contract/call.ts';
import type { InspectReport, Port } from '#core/contract/inspect.ts';
import { command } from '../command.ts';
import { option } from '../option.ts';
import { printJson } from '../print.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';
import { modelPositional } from './words.ts';

export const inspect = command({
  name: 'inspect',
  description: 'show what a model is made of, and what a check found',
  positionals: [modelPositional],
  options: { target: option(callTable['model.inspect'].input.shape.target, 'TARGET') },
  async run({ words, options, json, terminal, environment }) {
    const report = await withSession(environment, async (client) => {
      const { id } = await client.call('model.open', { path: words[0] ?? '' });
      return client.call('model.inspect', { id, target: options.target });
    });
    if (json) printJson(terminal, report);
    else terminal.out(inspectText(report));
    return 0;
  },
});

function inspectText(report: InspectReport): string {
  const operators = Object.entries(report.operators).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const parts = [
    `IR ${report.ir}, opset ${report.opsets.map(({ domain, version }) => `${domain} ${version}`).join(', ')}`,
    `${report.nodes} nodes, ${report.initializers} initializers, ${report.parameters.toLocaleString('en')} parameters`,
    textTable(['', 'name', 'type', 'shape'], [...ports('input', report.inputs), ...ports('output', report.outputs)]),
    textTable(
      ['operator', 'nodes'],
      operators.map(([name, count]) => [name, String(count)]),
      [1],
    ),
    ...report.issues.map(
      (issue) => `${issue.severity}: ${issue.node ? `${issue.node}: ` : ''}${issue.message}\n  ${issue.next}`,
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function ports(kind: string, list: readonly Port[]): string[][] {
  return list.map((port) => [
    kind,
    port.name,
    port.type,
    port.shape?.map((size) => size ?? '?').join('×') ?? 'unknown',
  ]);
}
