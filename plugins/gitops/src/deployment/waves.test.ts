import { details, failedMigration, resource } from '../__testUtils__/details';
import { importantOf, Wave, wavesOf } from './waves';

const operation = failedMigration.operation!;
const running = { ...operation, phase: 'Running', finishedAt: null };

const told = (waves: Wave[]) =>
  waves.map(({ phase, wave, steps }) => [
    phase,
    wave,
    steps.map(({ resource: { kind }, state }) => `${kind} ${state}`),
  ]);

describe('wavesOf', () => {
  it('tells what failed, what came before it, and what was not reached', () => {
    expect(told(wavesOf(failedMigration))).toEqual([
      ['Sync', -2, ['ExternalSecret done']],
      ['Sync', -1, ['Job failed']],
      ['Sync', 0, ['Deployment notReached', 'Service notReached']],
    ]);
  });

  it('says how long a hook took that failed, from its creation to the end of the operation', () => {
    const [, { steps }] = wavesOf(failedMigration);
    expect(steps[0].tookMs).toBe(3_000);
  });

  it('knows no steps without an operation, and without resources', () => {
    expect(wavesOf(details({ resources: [resource()] }))).toEqual([]);
    expect(wavesOf(details({ operation }))).toEqual([]);
  });

  it('puts PreSync before all waves and PostSync after them', () => {
    const hook = (phase: string, wave: number | null) =>
      resource({
        kind: 'Job',
        hook: phase,
        phase,
        wave,
        operationPhase: 'Succeeded',
      });
    expect(
      told(
        wavesOf({
          operation,
          resources: [
            hook('PostSync', -5),
            resource({ phase: 'Sync', wave: -1, operationPhase: 'Running' }),
            hook('PreSync', null),
          ],
        }),
      ).map(([phase]) => phase),
    ).toEqual(['PreSync', 'Sync', 'PostSync']);
  });

  it('does not guess the phase of a hook that was not reached', () => {
    const hook = resource({ kind: 'Job', hook: 'Unknown' });
    const [{ phase, steps }] = wavesOf({ operation, resources: [hook] });
    expect(phase).toBeNull();
    expect(steps[0].state).toBe('notReached');
  });

  it('takes an applied resource for done when the operation has succeeded, whatever it was then', () => {
    const applied = resource({ phase: 'Sync', operationPhase: 'Running' });
    const [{ steps }] = wavesOf({
      operation: { ...operation, phase: 'Succeeded' },
      resources: [applied, resource({ name: 'not-synced' })],
    });
    expect(steps).toMatchObject([{ state: 'done' }]);
  });

  it.each([
    ['Progressing', null, 'running'],
    ['Degraded', null, 'failed'],
    ['Healthy', null, 'done'],
    ['Healthy', 'Sync', 'running'],
  ])(
    'calls what is %s, as a hook: %s, of an operation that runs %s',
    (health, hook, state) => {
      const one = resource({
        ...{ phase: 'Sync', operationPhase: 'Running', health, hook },
      });
      const [{ steps }] = wavesOf({ operation: running, resources: [one] });
      expect(steps[0].state).toBe(state);
    },
  );

  it('calls what could not be applied failed', () => {
    const refused = resource({ isRefused: true });
    const [{ steps }] = wavesOf({ operation, resources: [refused] });
    expect(steps[0].state).toBe('failed');
  });
});

describe('importantOf', () => {
  /** 500 resources in 30 waves, of which one fails */
  const resources = Array.from({ length: 500 }, (_, index) => {
    const wave = Math.floor(index / 17);
    return resource({
      name: `orders-${index}`,
      wave,
      ...(wave < 12 && { phase: 'Sync', operationPhase: 'Succeeded' }),
      ...(index === 200 && { operationPhase: 'Failed' }),
    });
  });

  it('shows of 500 resources in 30 waves what failed, and where it would have gone on', () => {
    const waves = wavesOf({ operation, resources });
    expect(waves).toHaveLength(30);
    const important = importantOf(waves);
    expect(important.map(({ wave }) => wave)).toEqual([11, 12]);
    expect(important[0].steps).toMatchObject([
      { resource: { name: 'orders-200' }, state: 'failed' },
    ]);
    expect(important[1].steps).toHaveLength(12);
  });

  it('shows all of an operation of few resources', () => {
    const waves = wavesOf(failedMigration);
    expect(importantOf(waves)).toBe(waves);
  });

  it('shows nothing of many resources that are all done', () => {
    const done = resources.map(one => ({
      ...one,
      phase: 'Sync',
      operationPhase: 'Succeeded',
    }));
    const waves = wavesOf({
      operation: { ...operation, phase: 'Succeeded' },
      resources: done,
    });
    expect(importantOf(waves)).toEqual([]);
  });
});
