// `lathe inspect`: what a model is made of, and what stands in its way.
import { callTable } from '#core/contract/call.ts';
import type { Client } from '#core/contract/client.ts';
import { toFailure } from '#core/contract/failure.ts';
import type { InspectReport, Port } from '#core/contract/inspect.ts';
import type { SupportReport } from '#core/contract/support.ts';
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
    const { report, parser } = await withSession(environment, async (client) => {
      const { id } = await client.call('model.open', { path: words[0] ?? '' });
      const read = await client.call('model.inspect', { id, target: options.target });
      return { report: read, parser: await parserWords(client, id, options.target) };
    });
    if (json) printJson(terminal, { ...report, ...parser });
    else terminal.out(`${inspectText(report)}${parser ? `\n${supportText(parser)}\n` : ''}`);
    return 0;
  },
});

/** What the target's own parser says, or why it cannot be asked; undefined where the target has none. */
interface ParserWords {
  readonly support: SupportReport | null;
  readonly supportProblem: string | null;
}

async function parserWords(client: Client, id: string, target: string): Promise<ParserWords | undefined> {
  if (!target.startsWith('tensorrt')) return undefined;
  try {
    return { support: await client.call('model.support', { id, target }), supportProblem: null };
  } catch (error) {
    const { reason, next } = toFailure(error);
    return { support: null, supportProblem: `${reason} ${next}` };
  }
}

function supportText({ support, supportProblem }: ParserWords): string {
  if (!support) return `The parser of this target was not asked: ${supportProblem}`;
  const { target, nodes, supportedNodes, subgraphs, unsupported } = support;
  if (support.supported) return `The parser of ${target} reads all ${nodes} nodes.`;
  const parts = subgraphs === 1 ? 'one part' : `${subgraphs} parts`;
  const rows = unsupported.map(
    ({ node, operator, reason }) => `  ${node ? `${operator} ${node}` : 'the model'}: ${reason}`,
  );
  return [`The parser of ${target} reads ${supportedNodes} of ${nodes} nodes, in ${parts}; not:`, ...rows].join('\n');
}

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
