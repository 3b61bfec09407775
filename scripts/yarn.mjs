// Yarn without an installation: npx brings it.
import { spawnSync } from 'node:child_process';

export const YARN = '@yarnpkg/cli-dist@4.18.1';

export function yarn(args, options) {
  return spawnSync('npx', ['--yes', '-p', YARN, 'yarn', ...args], options);
}
