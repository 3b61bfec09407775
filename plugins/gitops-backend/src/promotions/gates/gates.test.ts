import { environment, gateContext, settings } from '../__testUtils__/samples';
import { askGates } from './gates';

describe('askGates', () => {
  it('lets a promotion pass against which nothing speaks', () => {
    const answers = askGates(gateContext());
    expect(answers.map(({ gate, result }) => `${gate} ${result}`)).toEqual([
      'change pass',
      'order pass',
      'health pass',
      'permission pass',
    ]);
  });

  it('puts first what blocks, then what warns, each in the order in which people read', () => {
    const answers = askGates(
      gateContext({
        isPermitted: false,
        source: environment('staging', { running: '1.5.0', state: 'failed' }),
        settings: settings({ soakTimeMs: 60_000 }),
        migrations: { value: ['Job payments-migrate'] },
        past: [{ version: '1.5.0', endedAt: '2026-11-20T00:00:00Z' }],
      }),
    );
    expect(answers.map(({ gate, result }) => `${gate} ${result}`)).toEqual([
      'health block',
      'soak-time block',
      'permission block',
      'migration warn',
      'order warn',
      'change pass',
    ]);
  });

  it('never passes in silence what could not be read', () => {
    const unreadable = { unreadable: 'Argo CD answers 503' };
    for (const kind of ['promotion', 'rollback'] as const) {
      const told = askGates(
        gateContext({
          kind,
          syncWindows: unreadable,
          secretKeys: unreadable,
          migrations: unreadable,
        }),
      ).filter(({ sentence }) => sentence.includes('Argo CD answers 503'));
      expect(told.every(({ result }) => result === 'warn')).toBe(true);
      expect(told.map(({ gate }) => gate)).toEqual(
        kind === 'promotion'
          ? ['sync-windows', 'migration', 'secret-parity']
          : // Secrets of before are none of its matter
            ['sync-windows', 'migration'],
      );
    }
  });
});
