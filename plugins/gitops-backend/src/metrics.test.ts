import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { FakeClock } from './__testUtils__/FakeClock';
import { RecordedMetrics } from './__testUtils__/RecordedMetrics';
import { createMetrics } from './metrics';

/** Everything that can be measured, measured once. */
function measured() {
  const recording = new RecordedMetrics();
  const clock = new FakeClock();
  const metrics = createMetrics(recording.service, clock);
  const state: { since?: number } = {};
  metrics.list('eu', 830);
  metrics.listFailure('eu', 'timeout');
  metrics.reconnect('eu');
  metrics.events('eu', 12);
  metrics.answer('eu', 'ok');
  metrics.answer('eu', 'forbidden');
  metrics.diagnosis('eu', 45, 'ok');
  metrics.observeInstance('eu', {
    applications: () => 70,
    unconfirmed: () => 2,
    malformed: () => 1,
    staleSince: () => state.since,
  });
  metrics.observeQueue('eu', { length: () => 3, since: () => state.since });
  metrics.observeDeployments(() => [
    { environment: 'dev', state: 'healthy', cause: '', count: 60 },
    { environment: 'dev', state: 'failed', cause: 'hookFailed', count: 10 },
  ]);
  return { recording, clock, state };
}

describe('createMetrics', () => {
  it('records durations in seconds and everything else by instance and problem', () => {
    expect(measured().recording.recorded).toEqual([
      'gitops.argocd.list.duration [eu] 0.83',
      'gitops.argocd.list.failures [eu timeout] 1',
      'gitops.argocd.stream.reconnects [eu] 1',
      'gitops.argocd.stream.events [eu] 12',
      'gitops.argocd.requests [eu] 1',
      'gitops.argocd.requests [eu forbidden] 1',
      'gitops.diagnosis.duration [eu] 0.045',
    ]);
  });

  it('reads the state of instances and deployments when it is exported', () => {
    const { recording, clock, state } = measured();
    state.since = clock.now() - 90_000;
    recording.recorded.length = 0;
    recording.collect();
    expect(recording.recorded).toEqual([
      'gitops.argocd.applications [eu] 70',
      'gitops.argocd.applications.unconfirmed [eu] 2',
      'gitops.argocd.items.malformed [eu] 1',
      'gitops.argocd.staleness [eu] 90',
      'gitops.diagnosis.queue.length [eu] 3',
      'gitops.diagnosis.queue.age [eu] 90',
      'gitops.deployments [dev healthy ] 60',
      'gitops.deployments [dev failed hookFailed] 10',
    ]);
  });

  it('has a staleness of 0 while everything is current', () => {
    const { recording } = measured();
    recording.collect();
    expect(recording.recorded).toContain('gitops.argocd.staleness [eu] 0');
  });

  it('gives every instrument a unit, and every histogram boundaries for seconds', () => {
    for (const [name, instrument] of measured().recording.instruments) {
      const { kind, unit, advice } = instrument;
      expect([name, unit]).toEqual([
        name,
        expect.stringMatching(/^(s|\{\w+\})$/),
      ]);
      const boundaries = advice?.explicitBucketBoundaries ?? [];
      const belowOne = boundaries.filter(one => one < 1).length;
      expect([name, belowOne >= 5]).toEqual([name, kind === 'histogram']);
    }
  });

  it('leaves the label `instance` to Prometheus', () => {
    const { recording } = measured();
    recording.collect();
    expect([...recording.attributes].sort()).toEqual([
      'argocd.instance',
      'error.type',
      'gitops.cause',
      'gitops.environment',
      'gitops.state',
    ]);
  });
});

describe('the examples for Grafana and Prometheus', () => {
  const folder = join(__dirname, '../../../docs/monitoring');
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');

  /** Names in Prometheus. Some exporters append the unit. */
  function exported(): Set<string> {
    const { instruments } = measured().recording;
    return new Set(
      [...instruments].flatMap(([name, { kind, unit }]) => {
        const base = name.replaceAll('.', '_');
        const names = unit === 's' ? [base, `${base}_seconds`] : [base];
        if (kind === 'counter') return [`${base}_total`];
        return kind === 'histogram'
          ? names.flatMap(one => [
              `${one}_bucket`,
              `${one}_sum`,
              `${one}_count`,
            ])
          : names;
      }),
    );
  }

  function labels(): Set<string> {
    const { recording } = measured();
    recording.collect();
    return new Set(
      [...recording.attributes].map(name => name.replaceAll('.', '_')),
    );
  }

  /** `a(_seconds)?_bucket` stands for both names. */
  function namesIn(expression: string): string[] {
    const words = expression.match(/\bgitops_[a-z_]+(\(_seconds\)\?[a-z_]*)?/g);
    return (words ?? []).flatMap(word =>
      word.includes('(')
        ? [word.replace('(_seconds)?', ''), word.replace(/[()?]/g, '')]
        : [word],
    );
  }

  const expressions: [string, string[]][] = [
    [
      'grafana-dashboard.json',
      JSON.parse(text('grafana-dashboard.json')).panels.flatMap(
        ({ targets = [] }: { targets?: { expr: string }[] }) =>
          targets.map(({ expr }) => expr),
      ),
    ],
    [
      'alerts.yaml',
      parse(text('alerts.yaml')).groups.flatMap(
        ({ rules }: { rules: { expr: string }[] }) =>
          rules.map(({ expr }) => expr),
      ),
    ],
  ];

  it.each(expressions)('%s names only metrics that exist', (_, all) => {
    const known = new Set([...exported(), ...labels()]);
    expect(all.length).toBeGreaterThan(4);
    for (const expression of all) {
      const names = namesIn(expression);
      expect(names).not.toEqual([]);
      expect(names.filter(name => !known.has(name))).toEqual([]);
    }
  });

  it.each(['docs/monitoring.md'])('%s describes every metric', () => {
    const page = text('../monitoring.md');
    for (const name of measured().recording.instruments.keys())
      expect(page).toContain(`\`${name}\``);
  });
});
