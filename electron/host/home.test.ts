import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { homePath } from './home.ts';

describe('the home', () => {
  it('is LATHE_HOME where that is set, on every system', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(homePath({ LATHE_HOME: '/some/where' }, platform, '/home/ada')).toBe(resolve('/some/where'));
    }
  });

  it('is else the folder that the platform keeps data in', () => {
    expect(homePath({}, 'linux', '/home/ada')).toBe('/home/ada/.local/share/lathe');
    expect(homePath({ XDG_DATA_HOME: '/data' }, 'linux', '/home/ada')).toBe('/data/lathe');
    expect(homePath({ XDG_DATA_HOME: '' }, 'linux', '/home/ada')).toBe('/home/ada/.local/share/lathe');
    expect(homePath({}, 'darwin', '/Users/ada')).toBe('/Users/ada/Library/Application Support/Lathe');
    expect(homePath({ APPDATA: 'C:/Roaming' }, 'win32', 'C:/Users/ada')).toBe(join('C:/Roaming', 'Lathe'));
  });
});
