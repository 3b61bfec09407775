import { ConflictError, InputError } from '@backstage/errors';
import { withChangedKey } from '../manifests/externalSecretKeys';
import { checkForm } from '../names/kubernetes';
import { entryIn } from '../names/secretKeys';
import { refuseSecretsInValues } from '../secrets/refuseSecrets';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import { optionalString, string } from './fields';
import { inputs } from './inputs';
import { changeSecretKeys, parityFields } from './secretKeyChange';
import { writer } from './writer';

const inputFields = {
  environments: inputs.environments,
  from: string('Name of the key, as it is'),
  to: string('Its new name; the same name if only its entry changes'),
  key: optionalString(
    'Another entry in the store; {service} and {environment} are filled in',
  ),
  property: optionalString('Another field of the entry'),
  provider: inputs.provider,
  name: inputs.secretName,
  paths: inputs.paths,
};
const examples = [
  example('Another name for a key', {
    action: 'gitops:secret-key:rename',
    input: {
      service: 'payments',
      environments: ['dev', 'production'],
      repository: 'https://git.example.com/platform/gitops',
      from: 'STRIPE_TOKEN',
      to: 'STRIPE_KEY',
    },
  }),
];

/** Renames a key of a service's ExternalSecret, or has it come from another entry. */
export function secretKeyRename(options: ActionOptions) {
  return writer(options, {
    id: 'gitops:secret-key:rename',
    description:
      'Renames a key in the ExternalSecret of a service in some of its environments, or changes its entry in the store, without changing another byte. The variable of the container is renamed too: its code has to read the new name already',
    examples,
    input: inputFields,
    output: parityFields,
    async check({ from, to, key, property, name }) {
      await refuseSecretsInValues({ from, to, key, property }, 'input');
      checkForm('name', name, 'input.name');
      checkForm('secretKey', from, 'input.from');
      checkForm('secretKey', to, 'input.to');
      if (property) checkForm('secretKey', property, 'input.property');
    },
    async write({ input, service, environments, draft, logger }) {
      const { from, to, provider = 'aws', paths, name, property } = input;
      const { files, parity, parityTable } = await changeSecretKeys(
        draft,
        { service, environments, paths, name },
        (found, names) => {
          const { file, keys } = found;
          const index = keys.findIndex(one => one.secretKey === from);
          const taken = keys.some(one => one.secretKey === to);
          if (index < 0 && taken) {
            logger.info(`${file} has ${to} already, and no ${from}`);
            return found.text;
          }
          if (index < 0)
            throw new InputError(
              `${file} has no key ${from}. It has ${keys
                .map(({ secretKey }) => secretKey)
                .join(', ')}`,
            );
          if (from !== to && taken)
            throw new ConflictError(
              `${file} has the key ${to} already. Remove it there first, or choose another name`,
            );
          const key =
            input.key &&
            entryIn(
              input.key,
              'input.key',
              names,
              provider,
              options.secretKeyPrefixes,
            );
          return withChangedKey(found, index, {
            secretKey: to,
            key,
            property,
          });
        },
      );
      return { files, parity, parityTable };
    },
  });
}
