import type { SecretKeyDetail } from 'backstage-plugin-gitops-common';
import { block, Gate, pass, warn } from './Gate';

const MAX_NAMED = 5;

/** Blocks unless every key that the source's ExternalSecrets provide exists and is ready in the target. Keys only: nobody here sees a value. */
export const secretParity: Gate = {
  name: 'secret-parity',
  check({ kind, secretKeys, source, target }) {
    if (kind === 'rollback') return undefined;
    if ('unreadable' in secretKeys)
      return warn(
        `The ExternalSecrets can't be read (${secretKeys.unreadable}): whether ${target.title} has every key isn't known.`,
      );
    const { source: provided, target: there } = secretKeys.value;
    if (provided.length === 0) return undefined;
    const names = [...new Set(provided.map(({ key }) => key))];
    const missing = names.filter(name => !there.some(one => one.key === name));
    // Several ExternalSecrets may provide a key of one name: each has to be ready
    const notReady = names.filter(name =>
      there.some(({ key, state }) => key === name && state !== 'ready'),
    );
    if (missing.length > 0)
      return block(
        `${list(missing)} ${missing.length > 1 ? 'are' : 'is'} provided in ${
          source.title
        } and not in ${target.title}.`,
      );
    if (notReady.length > 0)
      return block(
        `${list(notReady)} can't be read from the store of ${target.title}.`,
      );
    return pass(
      `${
        names.length === 1 ? `The key ${names[0]}` : `All ${names.length} keys`
      } that ${source.title} uses exist${
        names.length === 1 ? 's and is' : ' and are'
      } ready in ${target.title}.`,
    );
  },
};

function list(keys: readonly SecretKeyDetail['key'][]): string {
  const named = keys.slice(0, MAX_NAMED).join(', ');
  const more = keys.length - MAX_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}
