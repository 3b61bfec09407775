import { ALL_KEYS, type SecretKeyDetail } from 'backstage-plugin-gitops-common';
import { ApplicationKeys, block, Gate, pass, warn } from './Gate';

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
    const wanted = wantedKeys(provided);
    if (wanted.length === 0) return undefined;
    const answers = wanted.flatMap(key => lookFor(key, there));
    const among = (answer: Answer['answer']) =>
      answers.filter(one => one.answer === answer);
    const where = (found: readonly Answer[]) =>
      placeOf(target.title, found, there);

    const missing = among('missing');
    if (missing.length > 0)
      return block(
        `${list(missing)} ${isPlural(missing) ? 'are' : 'is'} provided in ${
          source.title
        } and not in ${where(missing)}.`,
      );
    const notReady = among('notReady');
    if (notReady.length > 0)
      return block(
        `${list(notReady)} can't be read from the store of ${where(notReady)}.`,
      );
    const unnamed = wanted.find(({ name }) => name === ALL_KEYS);
    if (unnamed)
      return warn(
        `${unnamed.externalSecret} takes whatever keys its store holds: whether ${target.title} has every one of ${source.title} isn't known.`,
      );
    const names = namesOf(answers);
    return pass(
      `${
        names.length === 1 ? `The key ${names[0]}` : `All ${names.length} keys`
      } that ${source.title} uses exist${
        names.length === 1 ? 's and is' : ' and are'
      } ready in ${target.title}.`,
    );
  },
};

interface WantedKey {
  name: string;
  externalSecret: string;
  /** Whether each Application of the source provides it: then each of the target has to, as regions do. Else they are parts, and each has secrets of its own */
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

/** What each Application of the target that needs a key says of it. */
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
  // An ExternalSecret may be called otherwise there
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
function placeOf(
  title: string,
  answers: readonly Answer[],
  there: readonly ApplicationKeys[],
): string {
  const applications = [...new Set(answers.map(one => one.application))];
  return there.length > 1 && applications.every(Boolean)
    ? `${title} (${applications.join(', ')})`
    : title;
}

function namesOf(answers: readonly Answer[]): string[] {
  return [
    ...new Set(
      answers.map(({ name }) =>
        name === ALL_KEYS ? 'All that a store entry holds' : name,
      ),
    ),
  ];
}

function isPlural(answers: readonly Answer[]): boolean {
  return namesOf(answers).length > 1;
}

function list(answers: readonly Answer[]): string {
  const names = namesOf(answers);
  const named = names.slice(0, MAX_NAMED).join(', ');
  const more = names.length - MAX_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}
