import { describe, expect, it, vi } from 'vitest';
import type { DesktopBridge } from '#core/contract/bridge.ts';

const stand = vi.hoisted(() => {
  const listeners: { channel: string; listener: (event: object, ...words: unknown[]) => void }[] = [];
  return {
    exposed: new Map<string, unknown>(),
    send: vi.fn(),
    invoke: vi.fn(async (..._words: unknown[]) => 'answer'),
    listeners,
    hear(channel: string, event: object, ...words: unknown[]) {
      for (const entry of [...listeners]) if (entry.channel === channel) entry.listener(event, ...words);
    },
  };
});
vi.mock('electron', () => {
  const on = (channel: string, listener: (event: object) => void) => stand.listeners.push({ channel, listener });
  return {
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => stand.exposed.set(name, value) },
    ipcRenderer: { on, once: on, send: stand.send, invoke: stand.invoke },
    webUtils: { getPathForFile: () => '/dropped/net.onnx' },
  };
});

await import('./index.ts');
const bridge = stand.exposed.get('lathe') as DesktopBridge;

describe('the preload script', () => {
  it('exposes the bridge and nothing of Electron', () => {
    expect([...stand.exposed.keys()]).toEqual(['lathe']);
    expect(Object.keys(bridge).sort()).toEqual([
      'appendFile',
      'beginFile',
      'connect',
      'endFile',
      'onOpenModel',
      'pathOf',
      'pickDataFile',
      'pickFolder',
      'pickModel',
      'reveal',
    ]);
  });

  it('connects over the port that it is handed, both ways, until either side closes', async () => {
    const { port1: near, port2: far } = new MessageChannel();
    const waiting = bridge.connect();
    expect(stand.send).toHaveBeenCalledWith('lathe:connect');
    stand.hear('lathe:port', { ports: [near] });
    const connection = await waiting;
    const received = new Promise((resolve) => connection.onFrame(resolve));
    far.postMessage({ type: 'reply', id: 1, output: new Uint8Array([7]) });
    expect(await received).toEqual({ type: 'reply', id: 1, output: new Uint8Array([7]) });
    const answered = new Promise((resolve) => far.addEventListener('message', ({ data }) => resolve(data)));
    far.start();
    connection.post({ type: 'request' });
    expect(await answered).toEqual({ type: 'request' });
    const closed = vi.fn();
    connection.onClose(closed);
    connection.close();
    connection.close();
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('keeps the paths of models until the page asks for them', () => {
    stand.hear('lathe:open-model', {}, '/early.onnx');
    const paths: string[] = [];
    bridge.onOpenModel((path) => paths.push(path));
    stand.hear('lathe:open-model', {}, '/late.onnx');
    expect(paths).toEqual(['/early.onnx', '/late.onnx']);
  });

  it('passes questions on under their own names', async () => {
    const bytes = new Uint8Array([1]);
    await Promise.all([
      bridge.pickModel(),
      bridge.pickFolder(),
      bridge.pickDataFile(),
      bridge.beginFile('x'),
      bridge.appendFile(1, bytes),
      bridge.endFile(1, true),
      bridge.reveal('/x'),
    ]);
    expect(stand.invoke.mock.calls).toEqual([
      ['lathe:pick-model'],
      ['lathe:pick-folder'],
      ['lathe:pick-data-file'],
      ['lathe:begin-file', 'x'],
      ['lathe:append-file', 1, bytes],
      ['lathe:end-file', 1, true],
      ['lathe:reveal', '/x'],
    ]);
    expect(bridge.pathOf({})).toBe('/dropped/net.onnx');
  });
});
