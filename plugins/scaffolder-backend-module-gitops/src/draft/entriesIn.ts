import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import { inParallel } from 'backstage-plugin-gitops-node';
import type { Draft } from './Draft';

const placeholders = ['service', 'environment'] as const;

/** Which services and environments are looked for. */
export type Wanted = Record<
  (typeof placeholders)[number],
  (name: string) => boolean
>;

/** The entry of a service in an environment, as a git generator finds it. */
interface EntryFile {
  service: string;
  environment: string;
  path: string;
  text: string;
}

/**
 * The entries of a repository, in the order of their paths.
 *
 * @param template - their paths, with {service} and {environment} in different parts
 * @param isWanted - which of them are read
 * @throws InputError for another template
 */
export async function entriesIn(
  draft: Draft,
  template: string,
  isWanted: Wanted,
): Promise<EntryFile[]> {
  let found = [{ path: '', service: '', environment: '' }];
  const parts = template.split('/').map(partOf);
  const named = parts.map(({ placeholder }) => placeholder).filter(Boolean);
  if (named.length !== 2 || named[0] === named[1])
    throw new InputError(
      `${template} can't be looked through: have {service} and {environment} in different parts of the path`,
    );
  for (const { before, placeholder, behind } of parts) {
    if (!placeholder) {
      found = found.map(one => ({
        ...one,
        path: posix.join(one.path, before),
      }));
      continue;
    }
    const below = await inParallel(found, async one =>
      (
        await draft.list(one.path || '.')
      ).flatMap(name => {
        const inner = name.slice(before.length, name.length - behind.length);
        return inner &&
          name === `${before}${inner}${behind}` &&
          isWanted[placeholder](inner)
          ? [{ ...one, [placeholder]: inner, path: posix.join(one.path, name) }]
          : [];
      }),
    );
    found = below.flat();
  }
  const entries = await inParallel(found, async one => {
    const text = await draft.read(one.path);
    return text === undefined ? [] : [{ ...one, text }];
  });
  return entries.flat();
}

function partOf(part: string) {
  const placeholder = placeholders.find(one => part.includes(`{${one}}`));
  const [before, behind = ''] = placeholder
    ? part.split(`{${placeholder}}`)
    : [part];
  return { before, placeholder, behind };
}
