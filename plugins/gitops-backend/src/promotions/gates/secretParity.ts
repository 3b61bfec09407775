import { ALL_KEYS, type SecretKeyDetail } from 'backstage-plugin-gitops-common';
import { ApplicationKeys, block, Gate, pass, warn } from './Gate';
import { keysIn } from './overrides';

/**
 * Blocks unless every key that the source's ExternalSecrets provide exists and is ready in the
 * target. Names of keys are compared, never values. It names all that it blocks for, so that somebody
 * who overrides it has seen all of them.
 */
export const secretParity: Gate = {
  name: 'secret-parity',
  check({ kind, secretKeys, source: from, target, overridden = [] }) {
    if (kind === 'rollback') return undefined;
    const environment = target.title;
    const source = from.title;
    if ('unreadable' in secretKeys)
      return warn('secretsUnreadable', {
        environment,
        detail: secretKeys.unreadable,
      });
    const { source: provided, target: there } = secretKeys.value;
    const wanted = wantedKeys(provided);
    if (wanted.length === 0) return undefined;
    const answers = wanted.flatMap(key => lookFor(key, there));
    const among = (answer: Answer['answer']) =>
      answers.filter(one => one.answer === answer);
    const keysOf = (found: readonly Answer[]) => ({
      keys: namesOf(found),
      environment,
      applications: applicationsOf(found, there),
    });

    const known = overridden.map(keysIn);
    const unseen = (answer: 'missing' | 'notReady') =>
      among(answer).filter(
        ({ name }) => !known.some(keys => keys[answer].includes(name)),
      );
    // An override covers the keys that were seen: only the others stand in the way
    const isAllSeen =
      unseen('missing').length === 0 && unseen('notReady').length === 0;
    const told = isAllSeen ? among : unseen;
    const [missing, notReady] = [told('missing'), told('notReady')];
    if (missing.length > 0)
      return block('keysMissing', {
        ...{ ...keysOf(missing), source },
        ...(notReady.length > 0 && { notReady: namesOf(notReady) }),
      });
    if (notReady.length > 0) return block('keysNotReady', keysOf(notReady));
    const unnamed = wanted.find(({ name }) => name === ALL_KEYS);
    if (unnamed)
      return warn('keysUnnamed', {
        externalSecret: unnamed.externalSecret,
        source,
        environment,
      });
    return pass('keysReady', { keys: namesOf(answers), source, environment });
  },
};

interface WantedKey {
  name: string;
  externalSecret: string;
  /**
   * Whether each Application of the source provides it: then each of the target has to, as regions
   * do. Otherwise they are parts of the service, and each has secrets of its own
   */
  isEverywhere: boolean;
}

interface Answer {
  name: string;
  application: string;
  answer: 'ready' | 'missing' | 'notReady';
}

function wantedKeys(provided: readonly ApplicationKeys[]): WantedKey[] {
  const wanted = new Map<string, WantedKey>();
  for (const { key: name, externalSecret } of provided.flatMap(
    one => one.keys,
  )) {
    wanted.set(`${externalSecret} ${name}`, {
      name,
      externalSecret,
      isEverywhere: provided.every(({ keys }) =>
        keys.some(({ key }) => key === name),
      ),
    });
  }
  return [...wanted.values()];
}

/** The state of a key in each Application of the target that needs it. */
function lookFor(
  { name, externalSecret, isEverywhere }: WantedKey,
  there: readonly ApplicationKeys[],
): Answer[] {
  const alike = there.filter(({ keys }) =>
    keys.some(one => one.externalSecret === externalSecret),
  );
  const answers = (isEverywhere ? there : alike).map(
    ({ application, keys }): Answer => ({
      name,
      application,
      answer: stateOf(name, keys),
    }),
  );
  if (answers.length > 0) return answers;
  // An ExternalSecret may have another name there
  const keys = there.flatMap(one => one.keys);
  return [{ name, application: '', answer: stateOf(name, keys) }];
}

/** Several ExternalSecrets may provide a key of one name: each has to be ready. */
function stateOf(
  name: string,
  keys: readonly SecretKeyDetail[],
): Answer['answer'] {
  const found = keys.filter(one => one.key === name);
  if (found.length === 0) return 'missing';
  return found.every(one => one.state === 'ready') ? 'ready' : 'notReady';
}

/** Where it is not the same everywhere, the Applications are named. */
function applicationsOf(
  answers: readonly Answer[],
  there: readonly ApplicationKeys[],
): string[] {
  const applications = [...new Set(answers.map(one => one.application))];
  return there.length > 1 && applications.every(Boolean) ? applications : [];
}

function namesOf(answers: readonly Answer[]): string[] {
  return [...new Set(answers.map(({ name }) => name))];
}
