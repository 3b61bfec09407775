// In the order in which they build on each other: a room knows those before it, so that there is
// no cycle
const rooms = [
  'translations',
  'time',
  'text',
  'url',
  'live',
  'parts',
  'status',
  'argocd',
  'freezes',
  'changes',
  'promotions',
  'comparison',
  'releases',
  'service',
  'deployment',
  'attention',
  'system',
  'claims',
  'instances',
  'fleet',
  'applicationSets',
  'metrics',
  'pages',
];

const direction = {
  files: ['src/**/*.ts', 'src/**/*.tsx'],
  excludedFiles: ['**/*.test.*'],
  // Without it, the rule passes over imports of TypeScript
  settings: { 'import/resolver': { node: { extensions: ['.ts', '.tsx'] } } },
  rules: {
    'import/no-restricted-paths': [
      'error',
      {
        basePath: __dirname,
        zones: rooms.map((room, index) => ({
          target: `./src/${room}`,
          from: rooms.slice(index + 1).map(later => `./src/${later}`),
          message: `${room}/ knows only the rooms before it: see .eslintrc.js.`,
        })),
      },
    ],
  },
};

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [require('../../.eslintrc.texts'), direction],
});
