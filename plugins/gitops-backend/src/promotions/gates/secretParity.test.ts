import { ALL_KEYS } from 'backstage-plugin-gitops-common';
import { gateContext, secretKey } from '../__testUtils__/samples';
import { secretParity } from './secretParity';

const check = (
  source: string[],
  target: ReturnType<typeof secretKey>[],
  kind: 'promotion' | 'rollback' = 'promotion',
) =>
  secretParity.check(
    gateContext({
      kind,
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
    }),
  );

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
  return secretParity.check(
    gateContext({
      secretKeys: { value: { source: read(source), target: read(target) } },
    }),
  );
};

describe('secretParity', () => {
  it('passes where each key exists and is ready', () => {
    expect(check(['A'], [secretKey('A')])).toMatchObject({
      result: 'pass',
      sentence:
        'The key A that Staging uses exists and is ready in Production.',
    });
    expect(
      check(['A', 'B', 'A'], [secretKey('B'), secretKey('A'), secretKey('C')]),
    ).toMatchObject({
      result: 'pass',
      sentence:
        'All 2 keys that Staging uses exist and are ready in Production.',
    });
  });

  it('blocks and names the keys that the target lacks', () => {
    expect(check(['A', 'STRIPE_KEY'], [secretKey('A')])).toEqual({
      result: 'block',
      sentence: 'STRIPE_KEY is provided in Staging and not in Production.',
      canOverride: true,
    });
    expect(check(['A', 'B'], [])?.sentence).toBe(
      'A, B are provided in Staging and not in Production.',
    );
    expect(check(['A', 'B', 'C', 'D', 'E', 'F', 'G'], [])?.sentence).toBe(
      'A, B, C, D, E and 2 more are provided in Staging and not in Production.',
    );
  });

  it.each(['missing', 'notConfirmed'] as const)(
    'blocks on a key that is %s in the target',
    state => {
      expect(check(['A'], [secretKey('A', { state })])).toMatchObject({
        result: 'block',
        sentence: "A can't be read from the store of Production.",
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
        sentence: 'B is provided in Staging and not in Production (us).',
      },
    );
  });

  it('asks each part of a service for its own keys only', () => {
    const parts = { api: ['api/A'], worker: ['worker/B'] };
    expect(checkApplications(parts, parts)?.result).toBe('pass');
    expect(
      checkApplications(parts, { api: ['api/A'], worker: ['worker/C'] })
        ?.sentence,
    ).toBe('B is provided in Staging and not in Production (worker).');
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
        "app takes whatever keys its store holds: whether Production has every one of Staging isn't known.",
    });
    expect(checkApplications(all, { app: ['app/A'] })).toMatchObject({
      result: 'block',
      sentence:
        'All that a store entry holds is provided in Staging and not in Production.',
    });
  });

  it('warns where Argo CD can not be read: parity is not known then', () => {
    expect(
      secretParity.check(
        gateContext({ secretKeys: { unreadable: 'Argo CD answers 503' } }),
      ),
    ).toMatchObject({
      result: 'warn',
      sentence:
        "The ExternalSecrets can't be read (Argo CD answers 503): whether Production has every key isn't known.",
    });
  });

  it('says nothing where the source has none, and of a rollback', () => {
    expect(check([], [secretKey('A')])).toBeUndefined();
    expect(check(['A'], [], 'rollback')).toBeUndefined();
  });
});
