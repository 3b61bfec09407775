import { environment, ask } from '../__testUtils__/samples';
import { migration } from './migration';

const migrations = { value: ['Job payments-migrate'] };

describe('migration', () => {
  it('warns that a hook runs first, and of what a failure would leave', () => {
    expect(ask(migration, { migrations })).toMatchObject({
      result: 'warn',
      sentence:
        'Job payments-migrate runs with 1.5.0 before the workload. If that fails, 1.4.0 keeps running.',
      canOverride: false,
    });
    expect(
      ask(migration, {
        migrations,
        target: environment('production', { running: null }),
      })?.sentence,
    ).toBe(
      'Job payments-migrate runs with 1.5.0 before the workload. If that fails, nothing is deployed.',
    );
  });

  it('warns of a rollback that a migration is not undone', () => {
    expect(
      ask(migration, { kind: 'rollback', version: '1.3.0', migrations }),
    ).toMatchObject({
      result: 'warn',
      sentence:
        'Job payments-migrate runs again, with 1.3.0. Changes by later migrations are not undone.',
    });
  });

  it('does not say that a migration runs again where what a rollback brings runs already', () => {
    expect(
      ask(migration, {
        kind: 'rollback',
        version: '1.3.0',
        migrations,
        target: environment('production', { running: '1.3.0' }),
      }),
    ).toMatchObject({
      result: 'warn',
      sentence:
        '1.3.0 still runs: Job payments-migrate runs again only if Argo CD has something else to sync. Changes by later migrations are not undone.',
    });
  });

  it('names several', () => {
    expect(
      ask(migration, { migrations: { value: ['Job a', 'Job b'] } })?.sentence,
    ).toMatch(/^Job a and Job b run with 1\.5\.0 before/);
  });

  it('warns where it is not known, be it a promotion or a rollback', () => {
    for (const kind of ['promotion', 'rollback'] as const)
      expect(
        ask(migration, {
          kind,
          migrations: { unreadable: 'Argo CD answers 503' },
        }),
      ).toMatchObject({
        result: 'warn',
        sentence:
          "The portal can't tell whether 1.5.0 runs a migration (Argo CD answers 503).",
      });
  });

  it('says nothing where there is none', () => {
    expect(ask(migration, { migrations: { value: [] } })).toBeUndefined();
  });
});
