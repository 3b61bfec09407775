import type { Draft } from '../draft/Draft';
import {
  findExternalSecret,
  ownExternalSecret,
} from '../draft/findExternalSecret';
import { foundNames } from '../draft/foundNames';
import type { FoundSecret } from '../manifests/externalSecretKeys';
import { readExternalSecrets } from '../manifests/externalSecretKeys';
import type { Names } from '../names/byEnvironment';
import { defaultLayout, pathOf } from '../names/layout';
import { parityOf, parityTable } from '../names/parity';
import { array, object, string } from './fields';
import { defaultSecretOf } from './inputs';

/** Output of all changes of secret keys. */
export const parityFields = {
  parity: array(
    object({
      secretKey: string(),
      environments: array(string(), 'Environments that have it'),
      missing: array(string(), 'Environments that do not have it'),
    }),
    'The keys of the Secret after the change, in all environments of the service',
  ),
  parityTable: string(
    'The same as a Markdown table, for the text of the pull request',
  ),
};

/** Where the ExternalSecrets of a service are. */
interface Place {
  service: string;
  environments: readonly string[];
  paths?: { base?: string; overlay?: string };
  /** Name of the Secret */
  name?: string;
}

/**
 * Edits the ExternalSecret of a service in some environments, and says which keys each of its
 * environments has then. Nothing is written where one of them is refused.
 *
 * @param edit - gives the new text of the file
 */
export async function changeSecretKeys(
  draft: Draft,
  place: Place,
  edit: (found: FoundSecret, names: Names) => string | Promise<string>,
) {
  const { service, environments } = place;
  const target = place.name ?? defaultSecretOf(service);
  const layout = { ...defaultLayout, ...place.paths };
  const base = pathOf(layout.base, { service });
  const folderOf = (environment: string) =>
    pathOf(layout.overlay, { service, environment });
  const after = new Map<string, string>();
  const secrets = new Map<string, FoundSecret>();
  for (const environment of environments) {
    const folder = folderOf(environment);
    const found = await findExternalSecret(draft, { folder, base, target });
    // Environments may share a file
    const current = readAgain(found, after.get(found.file));
    const text = await edit(current, { service, environment });
    if (text !== current.text) after.set(found.file, text);
    secrets.set(environment, readAgain(current, text));
  }
  const all = await foundNames(draft, layout.overlay, 'environment', {
    service,
  });
  for (const environment of all) {
    if (secrets.has(environment)) continue;
    const found = await ownExternalSecret(draft, folderOf(environment), target);
    if (found) secrets.set(environment, found);
  }
  for (const [file, text] of after) await draft.write(file, text);
  const parity = parityOf(secrets);
  return {
    files: [...after.keys()],
    parity,
    parityTable: parityTable(parity, [...secrets.keys()]),
    secrets,
  };
}

function readAgain(found: FoundSecret, text = found.text): FoundSecret {
  if (text === found.text) return found;
  return readExternalSecrets(text, found.file).find(
    ({ document }) => document === found.document,
  )!;
}
