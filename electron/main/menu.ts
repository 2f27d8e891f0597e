// The application's menu.
import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { modelDialog, pick } from './dialogs.ts';
import type { Window } from './window.ts';

export function setMenu(openModel: (path: string) => void, window: () => Window | undefined): void {
  const open = async () => {
    const path = await pick(window(), modelDialog);
    if (path !== null) openModel(path);
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(template(() => void open(), process.platform === 'darwin', app.isPackaged)),
  );
}

export function template(open: () => void, mac: boolean, packaged: boolean): MenuItemConstructorOptions[] {
  const developer: MenuItemConstructorOptions[] = packaged ? [] : [{ type: 'separator' }, { role: 'toggleDevTools' }];
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        // The page itself hears the keys, as it does in a browser.
        { label: 'Open model…', accelerator: 'CmdOrCtrl+O', registerAccelerator: false, click: open },
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...developer,
      ],
    },
    { role: 'windowMenu' },
  ];
}
