import type {
  GatedPromotion,
  GateVerdict,
  ReadingGate,
} from 'backstage-plugin-gitops-node';
import { environment, gateContext } from '../__testUtils__/samples';
import { AddedGates } from './AddedGates';
import { askGates } from './gates';

const promotion: GatedPromotion = {
  kind: 'promotion',
  service: 'component:default/payments',
  version: '1.5.0',
  images: ['registry.example.com/payments:1.5.0'],
  source: environment('staging', { running: '1.5.0' }),
  target: environment('production'),
};

/** Open incidents of a service, as another plugin may have them. */
function incidents(
  given: Partial<ReadingGate<string[]>> = {},
): ReadingGate<string[]> {
  return {
    name: 'incidents',
    read: async ({ service }) => [`INC-42 of ${service}`],
    check: open =>
      open.length > 0
        ? { result: 'block', sentence: `Still open: ${open.join(', ')}.` }
        : undefined,
    ...given,
  };
}

const ask = (...gates: ReadingGate<any>[]) =>
  new AddedGates(gates).ask(promotion, new AbortController().signal);

describe('AddedGates', () => {
  it('reads what a gate judges, and answers in its own words', async () => {
    expect(await ask(incidents())).toEqual([
      {
        gate: 'incidents',
        result: 'block',
        code: 'ownWords',
        params: {
          sentence: 'Still open: INC-42 of component:default/payments.',
        },
        sentence: 'Still open: INC-42 of component:default/payments.',
        canOverride: true,
      },
    ]);
    expect(await ask(incidents({ read: async () => [] }))).toEqual([]);
  });

  it('takes a reason as data as well, and a block that nobody overrides', async () => {
    const check = (): GateVerdict => ({
      result: 'block',
      code: 'frozen',
      params: { environment: 'Production', title: 'Audit', timeZone: 'UTC' },
      canOverride: false,
    });
    expect(await ask(incidents({ check }))).toMatchObject([
      {
        code: 'frozen',
        sentence: 'Production is frozen with no end date (Audit, UTC).',
        canOverride: false,
      },
    ]);
  });

  it.each<[string, Partial<ReadingGate<string[]>>, string]>([
    [
      'can not read',
      {
        read: async () => Promise.reject(new Error('ServiceNow answers 503.')),
      },
      'This gate could not be evaluated: ServiceNow answers 503.',
    ],
    [
      'can not judge',
      {
        check: () => {
          throw new Error('no such field');
        },
      },
      'This gate could not be evaluated: no such field.',
    ],
    [
      'answers something else',
      { check: () => ({ result: 'maybe', sentence: 'Hm.' } as never) },
      'This gate could not be evaluated: It answers "maybe".',
    ],
  ])(
    'blocks where a gate %s, and can be overridden; others are asked all the same',
    async (_, given, sentence) => {
      expect(
        await ask(incidents(given), incidents({ name: 'other' })),
      ).toMatchObject([
        { gate: 'incidents', result: 'block', sentence, canOverride: true },
        { gate: 'other', code: 'ownWords' },
      ]);
    },
  );

  it('waits ten seconds for a gate, even for one that ignores its signal', async () => {
    jest.useFakeTimers();
    try {
      let isAborted = false;
      const read = (_: GatedPromotion, signal: AbortSignal) => {
        signal.addEventListener('abort', () => (isAborted = true));
        return new Promise<never>(() => {});
      };
      const answers = ask(incidents({ read }));
      await jest.advanceTimersByTimeAsync(10_000);
      expect(await answers).toMatchObject([
        { code: 'gateFailed', params: { detail: 'Not done within 10 s' } },
      ]);
      expect(isAborted).toBe(true);
    } finally {
      jest.useRealTimers();
    }
  });

  it('refuses two gates of one name, and a name that can not stand in a commit', () => {
    expect(() => new AddedGates([incidents({ name: 'freeze' })])).toThrow(
      'Two gates are named "freeze"',
    );
    expect(() => new AddedGates([incidents(), incidents()])).toThrow(
      'Two gates are named "incidents"',
    );
    expect(
      () => new AddedGates([incidents({ name: 'Open\nincidents' })]),
    ).toThrow(/needs another name/);
  });

  it('stands among the gates that come along by what it answers', async () => {
    const answers = askGates(gateContext(), await ask(incidents()));
    expect(answers.map(({ gate }) => gate)).toEqual([
      'incidents',
      'change',
      'order',
      'health',
      'permission',
    ]);
  });
});
