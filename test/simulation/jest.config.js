/** As the contract tests: sources and ES modules are transformed as Backstage's own test runner does. */
module.exports = {
  ...require('../contract/jest.config'),
  rootDir: __dirname,
  displayName: 'simulation',
  testTimeout: 30 * 60_000,
};
