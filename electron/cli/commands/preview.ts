// `lathe preview`: which nodes will run as one kernel, before anything is built.
import { callTable } from '#core/contract/call.ts';
import type { PreviewReport } from '#core/contract/preview.ts';
import { formatBytes } from '#core/measure/report/units.ts';
import { command } from '../command.ts';
import { option } from '../option.ts';
import { printJson } from '../print.ts';
import { withSession } from '../session.ts';
import { modelPositional } from './words.ts';

const { target, precision } = callTable['model.preview'].input.shape;

export const preview = command({
  name: 'preview',
  description: 'show which nodes will run as one kernel, before anything is built',
  positionals: [modelPositional],
  options: { target: option(target.default('onnxruntime'), 'TARGET'), precision: option(precision, 'PRECISION') },
  async run({ words, options, json, terminal, environment }) {
    const report = await withSession(environment, async (client) => {
      const { id } = await client.call('model.open', { path: words[0] ?? '' });
      return client.call('model.preview', { id, ...options });
    });
    if (json) printJson(terminal, report);
    else terminal.out(previewText(report));
    return 0;
  },
});

function previewText(report: PreviewReport): string {
  const saved =
    report.bytesSaved > 0 ? `, ${formatBytes(report.bytesSaved)} of activations stay in registers or cache` : '';
  const parts = [
    `${report.kernelsBefore} nodes become ${report.kernelsAfter} kernels on ${report.target}${saved}`,
    ...report.groups.map(({ id, kind, nodes, reason }) => `${id}  ${kind}\n    ${nodes.join(' + ')}\n    ${reason}`),
  ];
  if (report.removed.length > 0) {
    parts.push(['removed:', ...report.removed.map(({ node, reason }) => `    ${node}: ${reason}`)].join('\n'));
  }
  if (report.apart.length > 0) {
    parts.push(
      ['kept apart:', ...report.apart.map(({ nodes, reason }) => `    ${nodes.join(' | ')}: ${reason}`)].join('\n'),
    );
  }
  return `${parts.join('\n\n')}\n`;
}
