import { ALL_KEYS, GateAnswer } from 'backstage-plugin-gitops-common';
import { ask, secretKey } from '../__testUtils__/samples';
import { secretParity } from './secretParity';

const check = (
  source: string[],
  target: ReturnType<typeof secretKey>[],
  kind: 'promotion' | 'rollback' = 'promotion',
  overridden: GateAnswer[] = [],
) =>
  ask(secretParity, {
    kind,
    overridden,
    secretKeys: {
      value: {
        source: [
          {
            application: 'payments-staging',
            keys: source.map(key => secretKey(key)),
          },
        ],
        target: [{ application: 'payments-production', keys: target }],
      },
    },
  });

/** Of each Application, `ExternalSecret/KEY` of what it provides. */
const checkApplications = (
  source: Record<string, string[]>,
  target: Record<string, string[]>,
) => {
  const read = (side: Record<string, string[]>) =>
    Object.entries(side).map(([application, keys]) => ({
      application,
      keys: keys.map(one => {
        const [externalSecret, key] = one.split('/');
        return secretKey(key, { externalSecret });
      }),
    }));
  return ask(secretParity, {
    secretKeys: { value: { source: read(source), target: read(target) } },
  });
};

describe('secretParity', () => {
  it('passes where each key exists and is ready', () => {
    expect(check(['A'], [secretKey('A')])).toMatchObject({
      result: 'pass',
      sentence:
        'Secret key A that Staging uses exists and is ready in Production.',
    });
    expect(
      check(['A', 'B', 'A'], [secretKey('B'), secretKey('A'), secretKey('C')]),
    ).toMatchObject({
      result: 'pass',
      sentence:
        'All 2 secret keys that Staging uses exist and are ready in Production.',
    });
  });

  it('blocks and names the keys that are missing in the target', () => {
    expect(check(['A', 'STRIPE_KEY'], [secretKey('A')])).toMatchObject({
      result: 'block',
      sentence:
        'Secret key STRIPE_KEY is missing in Production. Staging has it.',
      canOverride: true,
    });
    expect(check(['A', 'B'], [])?.sentence).toBe(
      'Secret keys A and B are missing in Production. Staging has them.',
    );
    expect(check(['A', 'B', 'C', 'D', 'E', 'F', 'G'], [])?.sentence).toBe(
      'Secret keys A, B, C, D, E and 2 more are missing in Production. Staging has them.',
    );
  });

  it.each(['missing', 'notConfirmed'] as const)(
    'blocks on a key that is %s in the target',
    state => {
      expect(check(['A'], [secretKey('A', { state })])).toMatchObject({
        result: 'block',
        sentence: "Secret key A can't be read from the store of Production.",
      });
    },
  );

  it('does not let one ExternalSecret speak for another that provides a key of the same name', () => {
    const broken = secretKey('PASSWORD', {
      externalSecret: 'database',
      state: 'missing',
    });
    const ready = secretKey('PASSWORD', { externalSecret: 'cache' });
    for (const target of [
      [broken, ready],
      [ready, broken],
    ])
      expect(check(['PASSWORD'], target)?.result).toBe('block');
  });

  it.each([
    ['lacks the key', { eu: ['app/A', 'app/B'], us: ['app/A'] }],
    ['lacks the ExternalSecret', { eu: ['app/A', 'app/B'], us: ['other/A'] }],
  ])('does not let one region speak for another that %s', (_, target) => {
    expect(checkApplications({ eu: ['app/A', 'app/B'] }, target)).toMatchObject(
      {
        result: 'block',
        sentence: 'Secret key B is missing in Production (us). Staging has it.',
      },
    );
  });

  it('asks each part of a service for its own keys only', () => {
    const parts = { api: ['api/A'], worker: ['worker/B'] };
    expect(checkApplications(parts, parts)?.result).toBe('pass');
    expect(
      checkApplications(parts, { api: ['api/A'], worker: ['worker/C'] })
        ?.sentence,
    ).toBe('Secret key B is missing in Production (worker). Staging has it.');
  });

  it('finds a key in an ExternalSecret that is called otherwise', () => {
    expect(checkApplications({ a: ['x/A'] }, { a: ['y/A'] })?.result).toBe(
      'pass',
    );
  });

  it('claims nothing of keys that only the Secret knows', () => {
    const all = { app: [`app/${ALL_KEYS}`, 'app/A'] };
    expect(checkApplications(all, all)).toMatchObject({
      result: 'warn',
      sentence:
        'app takes all keys of its entry in the store, so it is not known whether Production has every key of Staging.',
    });
    expect(checkApplications(all, { app: ['app/A'] })).toMatchObject({
      result: 'block',
      sentence:
        'Secret key * (everything in a store entry) is missing in Production. Staging has it.',
    });
  });

  it('warns where Argo CD can not be read: parity is not known then', () => {
    expect(
      ask(secretParity, { secretKeys: { unreadable: 'Argo CD answers 503' } }),
    ).toMatchObject({
      result: 'warn',
      sentence:
        "It is not known whether Production has every key: the ExternalSecrets can't be read (Argo CD answers 503).",
    });
  });

  it('names the keys that are not ready beside those that are missing', () => {
    const answer = check(['A', 'B'], [secretKey('B', { state: 'missing' })]);
    expect(answer?.sentence).toBe(
      "Secret key A is missing in Production. Staging has it. Secret key B can't be read from the store of Production.",
    );
    expect(
      check(['A', 'B'], [secretKey('B', { state: 'missing' })], 'promotion', [
        answer!,
      ]),
    ).toEqual(answer);
  });

  it('tells what was not overridden at the request, and leaves out what was', () => {
    const overridden = [check(['A', 'B'], [secretKey('B')])!];
    const notReady = secretKey('B', { state: 'missing' });
    expect(
      check(['A', 'B'], [notReady], 'promotion', overridden),
    ).toMatchObject({ code: 'keysNotReady', params: { keys: ['B'] } });
    expect(
      check(['A', 'B', 'C'], [secretKey('B')], 'promotion', overridden),
    ).toMatchObject({ code: 'keysMissing', params: { keys: ['C'] } });
  });

  it('says nothing where the source has none, and of a rollback', () => {
    expect(check([], [secretKey('A')])).toBeUndefined();
    expect(check(['A'], [], 'rollback')).toBeUndefined();
  });
});
