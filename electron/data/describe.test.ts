import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LatheError } from '#core/contract/failure.ts';
import { describeData } from './describe.ts';
import { listData } from './list.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lathe-data-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array = 'x'): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** The start of a .npy file of format 1.0. */
function npy(shape: string): Buffer {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117).concat('\n');
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(header, 'latin1')]);
}

/** A zip file with one deflated entry, written by hand. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const crc = crc32(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc, 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

async function refusal(path: string): Promise<string> {
  const error = await describeData(path).catch((thrown: unknown) => thrown);
  if (error instanceof LatheError) return error.failure.reason;
  throw new Error('expected a refusal');
}

describe('a folder of images', () => {
  it('is a data set without classes, in the order of the names', async () => {
    for (const name of ['b.jpg', 'a.PNG', 'c.webp', '.hidden.jpg', 'notes.txt']) put(name);
    expect(await describeData(root)).toMatchObject({ kind: 'images', samples: 3, classes: null, preprocessing: null });
    expect(listData(root).files.map((file) => file.name)).toEqual(['a.PNG', 'b.jpg', 'c.webp']);
  });

  it('has its sub-folders as classes, sorted, as numbers where they are numbers', async () => {
    for (const name of ['10/x.jpg', '2/x.jpg', '2/y.jpg', '1/x.jpg', 'empty/readme.txt']) put(name);
    expect((await describeData(root)).classes).toEqual(['1', '2', '10']);
    expect(listData(root).files.map(({ name, label }) => [name, label])).toEqual([
      ['1/x.jpg', 0],
      ['2/x.jpg', 1],
      ['2/y.jpg', 1],
      ['10/x.jpg', 2],
    ]);
  });

  it('takes the order of classes.txt, in the folder or beside it, with classes that have no image', async () => {
    for (const name of ['test/cat/x.jpg', 'test/dog/x.jpg']) put(name);
    put('classes.txt', 'dog\nbird\n\ncat\n');
    const listing = listData(join(root, 'test'));
    expect(listing.classes).toEqual(['dog', 'bird', 'cat']);
    expect(listing.files.map(({ name, label }) => [name, label])).toEqual([
      ['dog/x.jpg', 0],
      ['cat/x.jpg', 2],
    ]);
    put('test/wolf/x.jpg');
    expect(await refusal(join(root, 'test'))).toContain('wolf');
  });

  it('ignores a classes.txt that is about something else', () => {
    for (const name of ['north/x.jpg', 'south/x.jpg']) put(name);
    put('classes.txt', 'dog\ncat\n');
    expect(listData(root).classes).toEqual(['north', 'south']);
  });

  it('brings the preprocessing.json in it or beside it', async () => {
    put('test/a.jpg');
    put('preprocessing.json', JSON.stringify({ resize: { width: 8, height: 4 } }));
    expect((await describeData(join(root, 'test'))).preprocessing).toMatchObject({
      resize: { width: 8, height: 4, fit: 'fill' },
    });
    put('preprocessing.json', '{"resize": {"width": -1, "height": 4}}');
    expect(await refusal(join(root, 'test'))).toMatch(/preprocessing\.json.*resize\.width/);
    put('preprocessing.json', 'not JSON');
    expect(await refusal(join(root, 'test'))).toContain('not JSON');
  });
});

describe('NumPy data', () => {
  it('counts the first axis of a single .npy or .npz, and the files of a folder', async () => {
    put('one.npy', npy('512, 3, 8, 8'));
    put('scalar.npy', npy(''));
    put('many.npz', zip('image.npy', npy('7, 3')));
    put('folder/0.npy', npy('3, 8'));
    put('folder/1.npy', npy('3, 8'));
    expect(await describeData(join(root, 'one.npy'))).toMatchObject({ kind: 'npy', samples: 512, name: 'one.npy' });
    expect(await describeData(join(root, 'scalar.npy'))).toMatchObject({ samples: 1 });
    expect(await describeData(join(root, 'many.npz'))).toMatchObject({ kind: 'npz', samples: 7 });
    expect(await describeData(join(root, 'folder'))).toMatchObject({ kind: 'npy', samples: 2, preprocessing: null });
  });

  it('is refused by name where it is not what its name says', async () => {
    put('text.npy', 'hello');
    put('text.npz', 'hello');
    put('empty.npz', zip('readme.txt', Buffer.from('nothing here')));
    for (const name of ['text.npy', 'text.npz', 'empty.npz']) expect(await refusal(join(root, name))).toContain(name);
  });
});

describe('what is no data', () => {
  it('is refused in a sentence with its name', async () => {
    mkdirSync(join(root, 'empty'));
    put('text/readme.txt');
    put('table.csv');
    expect(await refusal(join(root, 'none'))).toContain('There is no data');
    expect(await refusal(join(root, 'empty'))).toContain('holds no images');
    expect(await refusal(join(root, 'text'))).toContain('holds no images');
    expect(await refusal(join(root, 'table.csv'))).toContain('table.csv');
  });
});
