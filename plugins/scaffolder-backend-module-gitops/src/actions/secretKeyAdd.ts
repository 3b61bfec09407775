import { ConflictError } from '@backstage/errors';
import { readExternalSecrets, withKey } from '../manifests/externalSecretKeys';
import { checkForm } from '../names/kubernetes';
import { checkKeys, entriesOf, keysOf } from '../names/secretKeys';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import { array, string } from './fields';
import { inputs, secretKeysField } from './inputs';
import { changeSecretKeys, parityFields } from './secretKeyChange';
import { writer } from './writer';

const inputFields = {
  environments: inputs.environments,
  keys: secretKeysField,
  provider: inputs.provider,
  name: inputs.secretName,
  paths: inputs.paths,
};
const outputFields = {
  storeEntries: array(
    string(),
    'Entries that the store needs before the pull request is merged, with their new fields',
  ),
  ...parityFields,
};
const examples = [
  example('One key more in two environments', {
    action: 'gitops:secret-key:add',
    input: {
      service: 'payments',
      environments: ['dev', 'production'],
      repository: 'https://git.example.com/platform/gitops',
      keys: [
        {
          secretKey: 'STRIPE_KEY',
          key: '{environment}/{service}',
          property: 'STRIPE_KEY',
        },
      ],
    },
  }),
];

/** Adds keys to the ExternalSecret that a service has in each environment. */
export function secretKeyAdd(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:secret-key:add',
    description:
      'Adds keys to the ExternalSecret of a service in some of its environments, without changing another byte, and returns which keys each environment has then. A key that already exists with the same entry stays as it is',
    examples,
    input: inputFields,
    output: outputFields,
    async check(input) {
      await refuseSecretsInValues(input.keys, 'input.keys');
      checkForm('name', input.name, 'input.name');
      checkKeys(input.keys);
    },
    async write({ input, service, environments, draft }) {
      const { provider = 'aws', paths, name } = input;
      const added = environments.flatMap(environment =>
        keysOf(
          input.keys,
          { service, environment },
          provider,
          options.secretKeyPrefixes,
        ),
      );
      const { files, parity, parityTable } = await changeSecretKeys(
        draft,
        { service, environments, paths, name },
        (found, names) =>
          keysOf(input.keys, names, provider, options.secretKeyPrefixes).reduce(
            (text, key) => {
              const current = readExternalSecrets(text, found.file).find(
                ({ document }) => document === found.document,
              )!;
              const same = current.keys.find(
                ({ secretKey }) => secretKey === key.secretKey,
              );
              if (!same) return withKey(current, key);
              if (same.key === key.key && same.property === key.property)
                return text;
              throw new ConflictError(
                `${found.file} has the key ${
                  key.secretKey
                } already, from ${entriesOf([
                  same,
                ])}. Choose another name, or change its entry with gitops:secret-key:rename`,
              );
            },
            found.text,
          ),
      );
      return { files, parity, parityTable, storeEntries: entriesOf(added) };
    },
  });
}
