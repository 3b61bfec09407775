import {
  environment,
  gateContext,
  secretKey,
  settings,
} from '../__testUtils__/samples';
import { answerOf, askGates } from './gates';
import { withoutSource } from './withoutSource';

const keysOf = (...keys: string[]) => [
  { application: 'payments', keys: keys.map(key => secretKey(key)) },
];

describe('withoutSource', () => {
  it('tells that gates block and not why, where the reason is about the source', () => {
    const ofOthers = answerOf('incidents', {
      result: 'block',
      sentence: 'INC-42 of Staging is open.',
      canOverride: false,
    });
    const answers = askGates(
      gateContext({
        source: environment('staging', { running: '1.4.9, 1.5.0' }),
        settings: settings({ soakTimeMs: 60_000 }),
        secretKeys: {
          value: { source: keysOf('A', 'B'), target: keysOf('A') },
        },
      }),
      [ofOthers],
    );
    expect(JSON.stringify(answers)).toMatch(/Staging/);
    const shown = withoutSource(answers);
    expect(JSON.stringify(shown)).not.toMatch(/staging/i);
    expect(
      shown.map(({ gate, result, code, canOverride }) => [
        gate,
        result,
        code,
        canOverride,
      ]),
    ).toEqual([
      ['health', 'block', 'hidden', true],
      ['soak-time', 'block', 'hidden', true],
      ['secret-parity', 'block', 'hidden', true],
      ['incidents', 'block', 'hidden', false],
      ['change', 'pass', 'runsThere', false],
      ['order', 'pass', 'notRunBefore', false],
      ['permission', 'pass', 'permitted', false],
    ]);
    expect(shown[0].sentence).toBe(
      'The reason concerns an environment that you may not see.',
    );
  });
});
