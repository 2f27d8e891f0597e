// A stand-in for Electron: remembers what was asked of it and lets a test play the system's part.
import { EventEmitter } from 'node:events';
import { type Mock, vi } from 'vitest';

/** A function that remembers its calls. */
function spy<T extends (...words: never[]) => unknown = (...words: unknown[]) => unknown>(body?: T): Mock<T> {
  return vi.fn(body);
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  requestSingleInstanceLock: spy(() => true),
  whenReady: spy(() => Promise.resolve()),
  quit: spy(),
  exit: spy(),
});

export class WebContents extends EventEmitter {
  readonly mainFrame = { url: 'lathe://app/index.html' };
  readonly send = spy();
  readonly postMessage = spy();
  windowOpenHandler: ((details: { url: string }) => { action: string }) | undefined;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  static made: BrowserWindow[] = [];
  static getAllWindows = () => BrowserWindow.made;
  readonly webContents = new WebContents();
  readonly loadURL = spy(() => Promise.resolve());
  readonly show = spy();
  readonly focus = spy();
  readonly restore = spy();
  readonly isMinimized = spy(() => true);
  readonly options: { readonly webPreferences: Readonly<Record<string, unknown>> };
  constructor(options: { readonly webPreferences: Readonly<Record<string, unknown>> }) {
    super();
    this.options = options;
    BrowserWindow.made.push(this);
  }
}

type Handler = (event: object, ...words: unknown[]) => unknown;

export const ipcMain = Object.assign(new EventEmitter(), {
  handlers: new Map<string, Handler>(),
  handle(channel: string, handler: Handler) {
    ipcMain.handlers.set(channel, handler);
  },
});

type PermissionCheck = (contents: object, permission: string) => boolean;
type PermissionRequest = (contents: object, permission: string, answer: (granted: boolean) => void) => void;

export const session = {
  defaultSession: {
    check: undefined as PermissionCheck | undefined,
    request: undefined as PermissionRequest | undefined,
    setPermissionCheckHandler(handler: PermissionCheck) {
      session.defaultSession.check = handler;
    },
    setPermissionRequestHandler(handler: PermissionRequest) {
      session.defaultSession.request = handler;
    },
  },
};

export const dialog = {
  showOpenDialog: spy(async (..._words: unknown[]) => ({ canceled: false, filePaths: ['/models/net.onnx'] })),
  showSaveDialog: spy(async (..._words: unknown[]) => ({ canceled: true, filePath: '' })),
  showErrorBox: spy(),
};

export const shell = { showItemInFolder: spy() };

export const Menu = {
  buildFromTemplate: spy((template: unknown) => template),
  setApplicationMenu: spy(),
};

export const protocol = {
  registerSchemesAsPrivileged: spy(),
  handler: undefined as ((request: Request) => Promise<Response>) | undefined,
  handle(_scheme: string, handler: (request: Request) => Promise<Response>) {
    protocol.handler = handler;
  },
};

export class UtilityProcess extends EventEmitter {
  readonly postMessage = spy();
  readonly kill = spy();
}

export const utilityProcess = {
  made: [] as UtilityProcess[],
  fork: spy((..._words: unknown[]) => {
    const child = new UtilityProcess();
    utilityProcess.made.push(child);
    return child;
  }),
};

export class MessageChannelMain {
  readonly port1 = { name: 'far' };
  readonly port2 = { name: 'near' };
}

/** Turns text around: enough to tell what was sealed from what was not. */
export const safeStorage = {
  available: false,
  isEncryptionAvailable: () => safeStorage.available,
  getSelectedStorageBackend: spy(() => 'gnome_libsecret'),
  encryptString: (text: string) => Buffer.from([...text].reverse().join('')),
  decryptString(sealed: Buffer) {
    const text = [...sealed.toString()].reverse().join('');
    if (/^[\x20-\x7e]+$/.test(text)) return text;
    throw new Error('sealed by somebody else');
  },
};
