// Writes the parts of the documents that are made from the code: `npm run docs`.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import prettier from 'prettier';
import { root } from './portal.mjs';

const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');
const { actionReference } = require(join(
  root,
  'plugins/scaffolder-backend-module-gitops/src/__testUtils__/actionReference.ts',
));
const file = join(root, 'docs', 'actions.md');
const options = await prettier.resolveConfig(file);
writeFileSync(
  file,
  prettier.format(actionReference(), { ...options, parser: 'markdown' }),
);
console.log(`Wrote ${file}`);
