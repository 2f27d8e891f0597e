import { describe, expect, it } from 'vitest';
import { type Job, phaseSeparator } from '#core/contract/job.ts';
import { createProgressView } from './progressView.ts';
import { aTerminal } from './testing/aTerminal.ts';

function aJob(change: Partial<Job>): Job {
  return {
    id: 'job',
    kind: 'build',
    title: 'Build net.onnx in INT8',
    parent: null,
    model: null,
    precision: 'int8',
    target: null,
    device: 'cpu',
    state: 'running',
    progress: null,
    createdAt: 0,
    startedAt: 1000,
    finishedAt: null,
    failure: null,
    product: null,
    ...change,
  };
}
const at = (phase: string, done: number, total: number) => aJob({ progress: { phase, done, total } });

describe('progress', () => {
  it('is one line a phase where nobody watches', () => {
    const terminal = aTerminal();
    const view = createProgressView(terminal);
    view.show(aJob({ state: 'queued' }));
    for (let done = 0; done <= 100; done += 1) view.show(at('calibrating', done, 100));
    view.show(at('building', 0, 0));
    view.log(['a line of the log']);
    view.show(aJob({ state: 'done', finishedAt: 3500 }));
    view.end();
    expect(terminal.written.err).toBe(
      [
        'Build net.onnx in INT8: calibrating',
        'Build net.onnx in INT8: building',
        'a line of the log',
        'Build net.onnx in INT8: done after 2.5 s',
        '',
      ].join('\n'),
    );
    expect(terminal.written.out).toBe('');
  });

  it('tells of phases inside phases only the first in a log, however often those inside change', () => {
    const terminal = aTerminal();
    const view = createProgressView(terminal);
    const path = (...names: readonly string[]) => at(names.join(phaseSeparator), 1, 4);
    view.show(path('building engine'));
    for (let tactic = 0; tactic < 2000; tactic += 1) {
      view.show(path('building engine', 'building from subgraph'));
      view.show(path('building engine', 'building from subgraph', `timing tactic ${tactic}`, 'measuring'));
      view.show(path('building engine'));
    }
    view.log(['what TensorRT says']);
    view.show(path('building engine', 'serializing'));
    view.show(aJob({ state: 'done', finishedAt: 3500 }));
    expect(terminal.written.err).toBe(
      [
        'Build net.onnx in INT8: building engine',
        'Build net.onnx in INT8: building engine › building from subgraph',
        'what TensorRT says',
        'Build net.onnx in INT8: building engine › serializing',
        'Build net.onnx in INT8: done after 2.5 s',
        '',
      ].join('\n'),
    );
  });

  it('shows the whole way of phases at a terminal', () => {
    const terminal = aTerminal({ errIsTty: true, columns: 120 });
    createProgressView(terminal).show(at(['building engine', 'timing', 'measuring'].join(phaseSeparator), 1, 4));
    expect(terminal.written.err).toContain('building engine › timing › measuring');
  });

  it('is a bar that stays on its line at a terminal, and is gone at the end', () => {
    const terminal = aTerminal({ errIsTty: true, columns: 60 });
    const view = createProgressView(terminal);
    view.show(at('calibrating', 1, 4));
    expect(terminal.written.err).toContain('25 %');
    view.show(at('calibrating', 4, 4));
    view.end();
    expect(terminal.written.err).not.toContain('\n');
    expect(terminal.written.err.endsWith('\r\x1b[2K')).toBe(true);
    for (const line of terminal.written.err.split('\r\x1b[2K')) expect(line.length).toBeLessThan(60);
  });

  it('tells a job made of steps by its steps', () => {
    const terminal = aTerminal();
    createProgressView(terminal).show(aJob({ device: null, kind: 'compare' }));
    expect(terminal.written.err).toBe('');
  });
});
