import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import { inParallel } from 'backstage-plugin-gitops-node';
import type { Draft } from './Draft';

/** The entry of a service in an environment, as a git generator finds it. */
export interface EntryFile {
  service: string;
  environment: string;
  path: string;
  text: string;
}

/**
 * The entries of a repository, in the order of their paths.
 *
 * @param template - their paths, in which {service} and {environment} are folders of their own
 * @param isWanted - which of them are read
 * @throws InputError for another template
 */
export async function entriesIn(
  draft: Draft,
  template: string,
  isWanted: {
    service(name: string): boolean;
    environment(name: string): boolean;
  },
): Promise<EntryFile[]> {
  const [, before, between, behind] =
    /^(.+)\/\{service\}\/(?:(.+)\/)?\{environment\}\/([^{}]+)$/.exec(
      template,
    ) ?? [];
  if (before === undefined || /[{}]/.test(before + (between ?? '')))
    throw new InputError(
      `${template} can't be looked through: have {service} and {environment}, in this order, as folders of their own`,
    );
  const services = (await draft.list(before)).filter(isWanted.service);
  const found = await inParallel(services, async service => {
    const folder = posix.join(before, service, between ?? '');
    const environments = (await draft.list(folder)).filter(
      isWanted.environment,
    );
    const entries = await inParallel(environments, async environment => {
      const path = posix.join(folder, environment, behind);
      const text = await draft.read(path);
      return text === undefined ? [] : [{ service, environment, path, text }];
    });
    return entries.flat();
  });
  return found.flat();
}
