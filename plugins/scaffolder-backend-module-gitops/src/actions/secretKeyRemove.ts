import { InputError } from '@backstage/errors';
import type { Draft } from '../draft/Draft';
import {
  FoundSecret,
  readExternalSecrets,
  withoutKey,
} from '../manifests/externalSecretKeys';
import type { SecretKey } from '../manifests/externalSecret';
import { checkForm } from '../names/kubernetes';
import { entriesOf } from '../names/secretKeys';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import { array, string } from './fields';
import { inputs } from './inputs';
import { changeSecretKeys, parityFields } from './secretKeyChange';
import { writer } from './writer';

const inputFields = {
  environments: inputs.environments,
  secretKeys: array(string(), 'Names of the keys', { min: 1 }),
  name: inputs.secretName,
  paths: inputs.paths,
};
const outputFields = {
  stays: array(
    string(),
    'Entries of the store, with their fields, that the keys came from. Nothing deletes them',
  ),
  ...parityFields,
};
const examples = [
  example('A key that no code reads any more', {
    action: 'gitops:secret-key:remove',
    input: {
      service: 'payments',
      environments: ['dev', 'production'],
      repository: 'https://git.example.com/platform/gitops',
      secretKeys: ['STRIPE_TOKEN'],
    },
  }),
];

/** Removes keys from the ExternalSecret that a service has in each environment. */
export function secretKeyRemove(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:secret-key:remove',
    description:
      'Removes keys from the ExternalSecret of a service in some of its environments, without changing another byte. The store keeps its entries',
    examples,
    input: inputFields,
    output: outputFields,
    check: ({ name }) => checkForm('name', name, 'input.name'),
    async write({ input, service, environments, draft }) {
      const { secretKeys, paths, name } = input;
      const gone: SecretKey[] = [];
      const known = new Set<string>();
      const { files, parity, parityTable, secrets } = await changeSecretKeys(
        draft,
        { service, environments, paths, name },
        async found => {
          // A task that is run again has removed them already
          const before = await asBefore(draft, found);
          const removed = before.keys.filter(({ secretKey }) =>
            secretKeys.includes(secretKey),
          );
          removed.forEach(({ secretKey }) => known.add(secretKey));
          gone.push(...removed);
          return without(found, secretKeys);
        },
      );
      const unknown = secretKeys.find(one => !known.has(one));
      if (unknown !== undefined)
        throw new InputError(
          `None of ${environments.join(
            ', ',
          )} has a key ${unknown} of ${service}. They have ${[
            ...new Set(
              [...secrets.values()].flatMap(({ keys }) =>
                keys.map(({ secretKey }) => secretKey),
              ),
            ),
          ].join(', ')}`,
        );
      return { files, parity, parityTable, stays: entriesOf(gone) };
    },
  });
}

async function asBefore(
  draft: Draft,
  { file, document, ...found }: FoundSecret,
): Promise<Pick<FoundSecret, 'keys'>> {
  const text = await draft.readBefore(file);
  if (text === undefined) return found;
  return (
    readExternalSecrets(text, file).find(one => one.document === document) ??
    found
  );
}

/** @throws InputError where no key would be left */
function without(found: FoundSecret, secretKeys: readonly string[]): string {
  const { file, document, keys, hasMore } = found;
  const left = keys.filter(one => !secretKeys.includes(one.secretKey));
  if (left.length === 0 && keys.length > 0 && !hasMore)
    throw new InputError(
      `${file} would have no key left, and an ExternalSecret needs one. Delete the file, its entry in the kustomization and what reads the Secret, in one pull request`,
    );
  const index = keys.findIndex(one => secretKeys.includes(one.secretKey));
  if (index < 0) return found.text;
  const text = withoutKey(found, index);
  const [next] = readExternalSecrets(text, file).filter(
    one => one.document === document,
  );
  return without(next, secretKeys);
}
