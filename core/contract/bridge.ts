// What the desktop's preload script puts on `window.lathe`: a connection to the host, and what only a desktop can do.
import type { Connection } from './connection.ts';

export interface DesktopBridge {
  /** A new connection to the host; the earlier one, if any, is closed by its own end. */
  connect(): Promise<Connection>;
  /** Paths of models that the user asked to open from outside: the menu, a double click, the command line. */
  onOpenModel(listener: (path: string) => void): void;
  /** Null where the user thought better of it. */
  pickModel(): Promise<string | null>;
  pickFolder(): Promise<string | null>;
  /** A .npy or .npz file. */
  pickDataFile(): Promise<string | null>;
  /** The path of a file that was dropped on the window; '' where it has none. `file` is a DOM File. */
  pathOf(file: object): string;
  /** Asks where to save a file; its number, or null where the user thought better of it. */
  beginFile(name: string): Promise<number | null>;
  appendFile(id: number, bytes: Uint8Array): Promise<void>;
  /** The file gets its name where it is whole; else nothing is left of it. */
  endFile(id: number, whole: boolean): Promise<void>;
  /** Shows a file in the system's file manager. */
  reveal(path: string): Promise<void>;
}
