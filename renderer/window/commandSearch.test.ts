import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { searchCommands } from './commandSearch.ts';

const command = (title: string, group: Command['group'] = 'Window', also?: string): Command => ({
  id: title,
  title,
  group,
  shortcut: null,
  run: () => {},
  ...(also ? { also } : {}),
});
const all = [
  command('Show Graph'),
  command('Build shapes.onnx in FP16', 'Build'),
  command('Build and compare shapes.onnx', 'Build'),
  command('Show keyboard shortcuts', 'Window', 'help'),
];
const found = (typed: string) => searchCommands(all, typed).map(({ title }) => title);

describe('the palette', () => {
  it('shows all commands in their order before anything is typed', () => {
    expect(found(' ')).toEqual(all.map(({ title }) => title));
  });
  it('finds by the beginnings of words in any order', () => {
    expect(found('comp build')).toEqual(['Build and compare shapes.onnx']);
    expect(found('fp16')).toEqual(['Build shapes.onnx in FP16']);
    expect(found('help')).toEqual(['Show keyboard shortcuts']);
  });
  it('finds by letters in order, after better matches', () => {
    expect(found('shk')).toEqual(['Show keyboard shortcuts']);
    expect(found('show')[0]).toBe('Show Graph');
  });
  it('finds nothing for nonsense', () => {
    expect(found('zzz')).toEqual([]);
  });
});
