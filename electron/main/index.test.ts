import { describe, expect, it, vi } from 'vitest';
import * as electron from './testing/electron.ts';

vi.mock('electron', () => import('./testing/electron.ts'));
const turns = () => new Promise((resolve) => setTimeout(resolve, 5));
const sentPaths = () =>
  electron.BrowserWindow.made.flatMap((made) => made.webContents.send.mock.calls.map((call) => call[1]));

describe('the desktop application', () => {
  it('shows one window, takes files from the system and a second start, and ends the host before itself', async () => {
    // macOS says which file was double-clicked before the application is ready.
    const ready = Promise.withResolvers<void>();
    electron.app.whenReady.mockReturnValueOnce(ready.promise);
    await import('./index.ts');
    electron.app.emit('open-file', { preventDefault: vi.fn() }, '/models/early.onnx');
    expect(electron.BrowserWindow.made).toHaveLength(0);
    ready.resolve();
    await turns();
    expect(electron.BrowserWindow.made).toHaveLength(1);
    expect(electron.utilityProcess.fork).toHaveBeenCalledTimes(1);
    expect(electron.protocol.registerSchemesAsPrivileged).toHaveBeenCalledTimes(1);
    expect(sentPaths()).toEqual(['/models/early.onnx']);

    electron.app.emit('second-instance', {}, ['lathe', 'second.onnx'], '/elsewhere');
    electron.app.emit('open-file', { preventDefault: vi.fn() }, '/models/late.onnx');
    await turns();
    expect(electron.BrowserWindow.made[0]?.focus).toHaveBeenCalled();
    expect(sentPaths()).toEqual(['/models/early.onnx', '/elsewhere/second.onnx', '/models/late.onnx']);

    const event = { preventDefault: vi.fn() };
    electron.app.emit('before-quit', event);
    expect(event.preventDefault).toHaveBeenCalled();
    expect(electron.app.quit).not.toHaveBeenCalled();
    electron.utilityProcess.made[0]?.emit('exit', 0);
    await turns();
    expect(electron.app.quit).toHaveBeenCalledTimes(1);
    const second = { preventDefault: vi.fn() };
    electron.app.emit('before-quit', second);
    expect(second.preventDefault).not.toHaveBeenCalled();
  });
});
