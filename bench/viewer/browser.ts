// A Chromium of its own for one program, and what its page's process takes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';

export interface OnePage {
  readonly page: Page;
  readonly version: string;
  /** Bytes of the process that runs the page, its workers included. */
  memory(): PageMemory;
  /** Frees what nothing holds any more. */
  collectGarbage(): Promise<void>;
  /** The main thread's JavaScript objects, and the buffers that they hold; workers are not in it. */
  heap(): Promise<{ readonly objects: number; readonly buffers: number }>;
  close(): Promise<void>;
}

export interface PageMemory {
  /** Its share of memory (PSS), now. */
  readonly now: number;
  /** The most that it had resident at any time. */
  readonly most: number;
}

const flags = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--js-flags=--max-old-space-size=8192',
];

export async function openPage(url: string): Promise<OnePage> {
  const asRoot = process.getuid?.() === 0;
  const before = new Set(renderers());
  const browser: Browser = await chromium.launch({
    executablePath: process.env.LATHE_CHROMIUM ?? '/usr/bin/chromium',
    args: [...flags, ...(asRoot ? ['--no-sandbox'] : [])],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(90_000);
  // Neither program shall wait for a network that may not be there.
  await page.route(
    (target) => !['127.0.0.1', 'localhost'].includes(target.hostname) && target.protocol.startsWith('http'),
    (route) => route.abort(),
  );
  // Netron takes `eval` away, with which Playwright runs what it is given; and it asks about cookies before all else.
  await page.addInitScript(() => {
    const { eval: own } = globalThis;
    Object.defineProperty(globalThis, 'eval', { get: () => own, set: () => {} });
  });
  await page.context().addCookies([{ name: 'consent', value: String(Date.now()), url }]);
  await page.goto(url);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.enable');
  const own = () => renderers().filter((pid) => !before.has(pid));
  return {
    page,
    version: browser.version(),
    memory: () => ({ now: Math.max(0, ...own().map(shareOf)), most: Math.max(0, ...own().map(peakOf)) }),
    collectGarbage: async () => void (await devtools.send('HeapProfiler.collectGarbage')),
    async heap() {
      const usage = (await devtools.send('Runtime.getHeapUsage')) as {
        readonly usedSize: number;
        readonly backingStorageSize?: number;
      };
      return { objects: usage.usedSize, buffers: usage.backingStorageSize ?? 0 };
    },
    close: () => browser.close(),
  };
}

function renderers(): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return rows.filter((row) => row.includes('--type=renderer')).map((row) => Number.parseInt(row, 10));
}

/** In kB, as the kernel writes it: "Pss:   1234 kB". */
function figure(path: string, word: string): number {
  try {
    const match = new RegExp(`^${word}:\\s+(\\d+) kB`, 'm').exec(readFileSync(path, 'utf8'));
    return Number(match?.[1] ?? 0) * 1024;
  } catch {
    // The process has ended in between.
    return 0;
  }
}

const shareOf = (pid: number) => figure(`/proc/${pid}/smaps_rollup`, 'Pss');
const peakOf = (pid: number) => figure(`/proc/${pid}/status`, 'VmHWM');
