// Tells our own page from anything else that might speak over IPC.
import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { isPage } from './pages.ts';

/** True for the top frame of a window of ours, showing one of our own pages. */
export function isOwnFrame(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && isPage(frame.url);
}
