const swc = require.resolve('@backstage/cli/config/jestSwcTransform.js');
const moduleOptions = { ignoreDynamic: true, exportInteropAnnotation: true };

/** Runs in Node against servers. Transforms sources, and the packages that come as ES modules, as Backstage's own test runner does. */
module.exports = {
  rootDir: __dirname,
  displayName: 'contract',
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testTimeout: 60_000,
  // The backend under test keeps loops and connections of its own until its process ends
  forceExit: true,
  moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'node'],
  transform: {
    '\\.(mjs|cjs|js)$': [
      swc,
      { module: moduleOptions, jsc: { parser: { syntax: 'ecmascript' } } },
    ],
    '\\.ts$': [
      swc,
      { module: moduleOptions, jsc: { parser: { syntax: 'typescript' } } },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?:ajv|core-js|jest-.*|knex|json-schema|typescript)/',
  ],
};
