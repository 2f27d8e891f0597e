// `lathe preview`: which nodes will run as one kernel, before anything is built.
import { resolve } from 'node:path';
import { callTable } from '#core/contract/call.ts';
import type { ActualReport, Agreement, PreviewReport } from '#core/contract/preview.ts';
import { formatBytes } from '#core/measure/report/units.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { option, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';
import { modelPositional } from './words.ts';

const { target, precision, otherPrecision, optimizationLevel, route } = callTable['model.preview'].input.shape;

export const preview = command({
  name: 'preview',
  description: 'show which nodes will run as one kernel, before anything is built',
  positionals: [modelPositional],
  options: {
    target: option(target.default('onnxruntime'), 'TARGET'),
    precision: option(precision, 'PRECISION'),
    'other-precision': option(otherPrecision, 'PRECISION'),
    'optimization-level': option(optimizationLevel, 'LEVEL'),
    route: option(route, 'ROUTE'),
    actual: textOption(
      'LAYERS',
      "compare with a built engine: its inspector's JSON (trtexec --exportLayerInfo), or the model that ONNX Runtime optimized",
    ),
    profile: textOption('PROFILE', "the times of that engine's layers (trtexec --exportProfile)"),
  },
  async run({ words, options, json, terminal, environment }) {
    const { actual, profile } = options;
    if (profile !== undefined && actual === undefined) {
      throw wrongUse(
        '--profile gives times to the layers of an engine.',
        'Name its layers too, with --actual LAYERS.json.',
      );
    }
    const report = await withSession(environment, async (client) => {
      const { id } = await client.call('model.open', { path: words[0] ?? '' });
      return client.call('model.preview', {
        id,
        target: options.target,
        precision: options.precision,
        otherPrecision: options['other-precision'],
        optimizationLevel: options['optimization-level'],
        route: options.route,
        ...(actual === undefined ? {} : { actual: resolve(actual) }),
        ...(profile === undefined ? {} : { profile: resolve(profile) }),
      });
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
    `${report.kernelsBefore} nodes become ${report.kernelsAfter} kernels on ${report.target}${formText(report)}${saved}`,
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
  if (report.reformats && report.reformats.length > 0) {
    parts.push(['conversions:', ...report.reformats.map(({ reason }) => `    ${reason}`)].join('\n'));
  }
  if (report.actual) parts.push(actualText(report.actual));
  if (report.agreement) parts.push(agreementText(report.agreement));
  return `${parts.join('\n\n')}\n`;
}

/** What was asked for, with what a quantized build leaves the rest in. */
function formText({ precision, otherPrecision }: PreviewReport): string {
  if (precision === undefined) return '';
  const rest = otherPrecision === undefined ? '' : ` (all else in ${otherPrecision.toUpperCase()})`;
  return ` in ${precision.toUpperCase()}${rest}`;
}

function actualText(actual: ActualReport): string {
  const rows = actual.groups.map(({ layer, type, nodes, inferred, timeMs }) => [
    timeMs === null ? '' : timeMs.toFixed(4),
    type,
    printable(layer),
    [...nodes, ...inferred.map((node) => `(${node})`)].join(' + '),
  ]);
  const percent = (100 * actual.coverage).toFixed(1);
  return [
    'the engine:',
    textTable(['ms', 'type', 'layer', 'nodes (inferred ones in brackets)'], rows, [0]),
    `${percent} % of the nodes accounted for: ${actual.folded.length} folded, ${actual.removed.length} removed, ${actual.unmapped.length} unmapped; ${actual.inserted.length} layers of the runtime's own`,
    ...actual.unmapped.map((node) => `    unmapped: ${node}`),
  ].join('\n');
}

function agreementText({ edges, precision, recall, f1 }: Agreement): string {
  const [p, r, f] = [precision, recall, f1].map((value) => value.toFixed(3));
  return `prediction against engine over ${edges} edges: precision ${p}, recall ${r}, F1 ${f}`;
}

/** Layer names hold raw control characters and can be thousands of characters long. */
function printable(name: string): string {
  const plain = name.replaceAll(/\p{Cc}/gu, ' ');
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}
