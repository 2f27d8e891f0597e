// `npm run screenshots`: the pictures of every view in both themes, for the README and for a critical look.
import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';

export default defineConfig({
  ...tests,
  timeout: 300_000,
  reporter: [['list']],
  projects: [{ name: 'screenshots', testMatch: 'screenshots/**/*.spec.ts' }],
});
