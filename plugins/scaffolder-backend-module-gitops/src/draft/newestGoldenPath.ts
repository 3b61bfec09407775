import type { GoldenPath } from '../manifests/goldenPath';
import type { Draft } from './Draft';

/** Where a GitOps repository has what all services share. */
export const GOLDEN_PATH = 'golden-path';

const VERSION = /^v(\d+)$/;

/** The newest one that a repository has; undefined where it has none. */
export async function newestGoldenPath(
  draft: Draft,
  folder: string,
): Promise<GoldenPath | undefined> {
  const numbers = (await draft.list(folder)).flatMap(name => {
    const [, number] = VERSION.exec(name) ?? [];
    return number ? [Number(number)] : [];
  });
  if (numbers.length === 0) return undefined;
  return { folder, version: `v${Math.max(...numbers)}` };
}
