// End-to-end tests drive the product's own headless host in a real Chromium; the desktop project needs Electron's binary.
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

const browser = process.env.LATHE_CHROMIUM ?? '/usr/bin/chromium';
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/e2e',
  // Files side by side, each with a home and a server of its own: most of a test is waiting. More would only disturb what is measured.
  workers: Math.min(2, availableParallelism()),
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }], ['./skipReasons.ts']],
  use: {
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser,
      args: [
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'browser', testMatch: 'browser/**/*.spec.ts' },
    { name: 'terminal', testMatch: 'terminal/**/*.spec.ts' },
    { name: 'desktop', testMatch: 'desktop/**/*.spec.ts' },
  ],
});
