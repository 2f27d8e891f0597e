// Asks an installed TensorRT's own parser which nodes of a model it reads, in a process that may crash.
import { LatheError } from '#core/contract/failure.ts';
import type { SupportReport } from '#core/contract/support.ts';
import type { Context } from '#electron/worker/context.ts';
import type { NamedNode } from '#electron/worker/model/namedNodes.ts';
import { openLibrary } from './chooseLibrary.ts';
import type { NativeSupport, ParserMessage } from './nativeTypes.ts';

/** @throws LatheError where no such TensorRT is here, or it cannot be asked on this machine. */
export async function supportOf(context: Context, target: string, model: string): Promise<SupportReport> {
  const { library, probed, runner } = await openLibrary(context, target);
  try {
    const asked = `${library.kind}@${probed.version}`;
    const about = { what: `${asked}, which was asked about ${model}` };
    const builder =
      library.parser === null
        ? { problem: `no ONNX parser lies beside ${library.runtime}` }
        : await runner.ask({ command: 'openBuilder', paths: library }, about);
    if (builder.problem !== null) throw cannotAsk(asked, builder.problem);
    const answer = await runner.ask({ command: 'supportTensorRt', paths: library, model }, about);
    return supportReport(asked, answer.support, answer.nodes);
  } finally {
    runner.close();
  }
}

/**
 * Nodes in the file's order; what concerns the model as a whole comes last, with no name. The parser calls no part of a
 * model supported of which another part is not: the nodes of all parts are those that it reads.
 */
export function supportReport(target: string, support: NativeSupport, nodes: readonly NamedNode[]): SupportReport {
  const messages = support.supported ? [] : support.messages;
  const byPlace = new Map(messages.map((message) => [placeOf(message, nodes), message]));
  const whole = messages.filter((message) => placeOf(message, nodes) < 0);
  const read = new Set(support.subgraphs.flatMap((part) => part.nodes));
  // 8.6 tells of the first node that it does not read, and nothing of the others.
  const partitioned = support.subgraphs.length > 0;
  const unsupported = nodes.flatMap(({ name, operator }, place) => {
    const message = byPlace.get(place);
    if (!message && (support.supported || !partitioned || read.has(place))) return [];
    return [
      { node: name, operator, reason: message ? plain(message) : 'the parser takes it into no part that it reads' },
    ];
  });
  return {
    target,
    supported: support.supported,
    nodes: nodes.length,
    supportedNodes: nodes.length - unsupported.length,
    subgraphs: support.subgraphs.length,
    unsupported: [...unsupported, ...whole.map((message) => ({ node: '', operator: '', reason: plain(message) }))],
  };
}

/** The parser's own place counts in its order of nodes, so the name decides where there is one. */
function placeOf({ nodeName, node, operator }: ParserMessage, nodes: readonly NamedNode[]): number {
  const named = nodeName === '' ? -1 : nodes.findIndex(({ name }) => name === nodeName);
  if (named >= 0) return named;
  return nodes[node]?.operator === operator ? node : -1;
}

/** The parser answers with the text of its assertions: a sentence in quotes where it has one, else the bare condition. */
function plain({ description, operator }: ParserMessage): string {
  const words = description.replaceAll(/\s+/g, ' ').trim();
  if (words === 'false' || words === '') return `the parser reads no ${operator || 'such model'}`;
  return /"([^"]+)"\s*$/.exec(words)?.[1] ?? words;
}

function cannotAsk(target: string, problem: string): LatheError {
  return new LatheError({
    kind: 'job',
    reason: `${target} cannot be asked here: ${problem.trim().replace(/\.$/, '')}.`,
    next: 'Ask tensorrt-rtx, which reads models on a machine without a GPU, or ask on the machine that has one.',
  });
}
