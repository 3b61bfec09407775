import { defineConfig } from '@playwright/test';

/** Against one stock app, which `npm run compat` has started. */
export default defineConfig({
  testDir: '.',
  globalSetup: './setup.ts',
  outputDir: '../../test-results/compat',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: process.env.COMPAT_RESULTS }]],
});
