import { describe, expect, it } from 'vitest';
import { commonFolder } from './commonFolder.ts';
import { socketUrl } from './socket.ts';

describe('the folder of an uploaded data set', () => {
  it('is the deepest one that holds every file', () => {
    expect(commonFolder(['/up/7/test/arrow/0.jpg', '/up/7/test/circle/0.jpg'])).toBe('/up/7/test');
    expect(commonFolder(['/up/7/a.npy', '/up/7/b.npy'])).toBe('/up/7');
    expect(commonFolder(['C:\\data\\a\\0.jpg', 'C:\\data\\b\\0.jpg'])).toBe('C:\\data');
  });
});

describe('the socket’s address', () => {
  it('lies beside the page and carries its token', () => {
    expect(socketUrl(new URL('http://127.0.0.1:4000/?token=abc'))).toBe('ws://127.0.0.1:4000/socket?token=abc');
    expect(socketUrl(new URL('https://gpu.example/'))).toBe('wss://gpu.example/socket');
  });
});
