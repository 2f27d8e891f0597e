// A file that the user chose or dropped, with its path inside the folder it came in.

export interface PickedFile {
  readonly file: File;
  /** Slashes between folders; the bare name where the file came alone. */
  readonly path: string;
}

export function picked(files: Iterable<File>): readonly PickedFile[] {
  return Array.from(files, (file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** The model among files that were chosen together; the others are its external data. */
export function modelAmong(files: readonly PickedFile[]): PickedFile | null {
  return files.find(({ path }) => path.toLowerCase().endsWith('.onnx')) ?? null;
}

/** All files of a drop, those inside dropped folders included. */
export async function dropped(transfer: DataTransfer): Promise<readonly PickedFile[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry());
  const known = entries.filter((entry) => entry !== null);
  // Some sources, such as mail programs and tests, give files without entries.
  if (known.length === 0) return picked(transfer.files);
  const files = await Promise.all(known.map(filesUnder));
  return files.flat();
}

async function filesUnder(entry: FileSystemEntry): Promise<readonly PickedFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ file, path }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    // A reader hands out a folder in portions, an empty one at the end.
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) break;
    children.push(...portion);
  }
  return (await Promise.all(children.map(filesUnder))).flat();
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
