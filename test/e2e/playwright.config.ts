import { defineConfig } from '@playwright/test';

/**
 * One worker: the specs share one portal and one sandbox. No retries: they would hide what is
 * flaky.
 */
export default defineConfig({
  testDir: '.',
  globalSetup: './setup.ts',
  outputDir: '../../test-results',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../../test-results/e2e.json' }]],
});
