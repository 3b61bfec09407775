/** Runs in Node against servers; transforms TypeScript as Backstage's own test runner does. */
module.exports = {
  rootDir: __dirname,
  displayName: 'contract',
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testTimeout: 60_000,
  transform: {
    '\\.(ts|tsx)$': [
      require.resolve('@backstage/cli/config/jestSwcTransform.js'),
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, sourceMaps: true },
    ],
  },
};
