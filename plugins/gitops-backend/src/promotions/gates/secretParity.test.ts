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
        value: { source: source.map(key => secretKey(key)), target },
      },
    }),
  );

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
