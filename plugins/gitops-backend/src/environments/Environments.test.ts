import type { Application } from '../argocd/Application';
import { ApplicationReader } from '../argocd/applicationSchema';
import { emptyInventory } from '../__testUtils__/emptyInventory';
import { recordedItems } from '../__testUtils__/recordings';
import {
  configuredEnvironments,
  EnvironmentConfig,
  labelledEnvironments,
} from './Environments';

const reader = new ApplicationReader({ instance: 'eu-central' });
const listed = recordedItems('list-masked').map(item => reader.read(item));

const [orders] = listed.filter(({ name }) => name === 'orders-production');
const like = (change: Partial<Application>): Application => ({
  ...orders,
  ...change,
});
const labelled = (labels: Record<string, string>) => like({ labels });

describe('environments that labels name', () => {
  const of = (...applications: Application[]) => {
    const { of: environmentOf } = labelledEnvironments(() => []);
    const inventory = emptyInventory({
      environmentOf: one => environmentOf(one) ?? '',
    });
    inventory.observed(
      applications.map((one, index) => ({ ...one, name: `${index}` })),
      'list',
    );
    return labelledEnvironments(() => inventory.values('environment'));
  };

  it('are those of the recorded Applications, in the usual order', () => {
    const environments = of(...listed);
    expect(environments.all()).toEqual([
      { name: 'dev', title: 'dev', order: 0, from: [], promotion: null },
      { name: 'test', title: 'test', order: 1, from: ['dev'], promotion: null },
      expect.objectContaining({ name: 'staging', order: 2, from: ['test'] }),
      expect.objectContaining({ name: 'preprod', order: 3, from: ['staging'] }),
      expect.objectContaining({ name: 'production', from: ['preprod'] }),
    ]);
    expect(environments.of(orders)).toBe('production');
    expect(environments.areConfigured).toBe(false);
  });

  it('are ordered by their usual names, then by name', () => {
    const names =
      'zoo prod preprod qa blue staging test production dev development';
    const environments = of(
      ...names.split(' ').map(environment => labelled({ environment })),
    );
    expect(environments.all().map(({ name }) => name)).toEqual(
      'dev development test qa staging preprod production prod blue zoo'.split(
        ' ',
      ),
    );
  });

  it('are named by the label environment, else by env', () => {
    const environments = of();
    expect(environments.of(labelled({ env: 'a' }))).toBe('a');
    expect(environments.of(labelled({ env: 'a', environment: 'b' }))).toBe('b');
    expect(environments.of(labelled({ env: 'a', environment: '' }))).toBe('a');
    expect(environments.of(labelled({}))).toBeUndefined();
    expect(of(labelled({})).all()).toEqual([]);
  });

  it('change with the Applications', () => {
    const names = ['dev'];
    const environments = labelledEnvironments(() => names);
    expect(environments.all()).toHaveLength(1);
    names.push('test');
    expect(environments.all()).toHaveLength(2);
  });
});

describe('environments that are configured', () => {
  it.each<[string, EnvironmentConfig['match']]>([
    ['their label', undefined],
    ['their name', { name: ['orders-*'] }],
    ['their namespace', { namespace: ['*-dev'] }],
  ])(
    'leave out previews of pull requests, which would be in dev by %s',
    (_, match) => {
      const { of } = configuredEnvironments([{ name: 'dev', match }]);
      const dev = like({
        name: 'orders-pr-12-dev',
        destinationNamespace: 'orders-pr-12-dev',
        labels: { environment: 'dev' },
      });
      expect(of(dev)).toBe('dev');
      expect(
        of({ ...dev, labels: { ...dev.labels, 'gitops/preview': '12' } }),
      ).toBeUndefined();
    },
  );

  it('are in the configured order, each from the one before unless it says otherwise', () => {
    const environments = configuredEnvironments([
      {
        name: 'production',
        promotion: {
          mode: 'pullRequest',
          freezes: [],
          labels: [],
          reviewers: [],
          keepUpToDate: false,
          fourEyes: false,
          servicesMaySet: [],
        },
      },
      { name: 'dev', title: 'Development', from: [] },
      { name: 'test' },
      { name: 'other', from: ['dev', 'test'] },
    ]);
    expect(environments.all()).toEqual([
      {
        name: 'production',
        title: 'production',
        order: 0,
        from: [],
        promotion: 'pullRequest',
      },
      {
        name: 'dev',
        title: 'Development',
        order: 1,
        from: [],
        promotion: null,
      },
      { name: 'test', title: 'test', order: 2, from: ['dev'], promotion: null },
      {
        name: 'other',
        title: 'other',
        order: 3,
        from: ['dev', 'test'],
        promotion: null,
      },
    ]);
    expect(environments.areConfigured).toBe(true);
  });

  it('tell which instances can hold them', () => {
    const environments = configuredEnvironments([
      { name: 'dev' },
      { name: 'production', match: { instance: ['prod-*'] } },
    ]);
    expect(environments.canHold('prod-eu', 'production')).toBe(true);
    expect(environments.canHold('preprod', 'production')).toBe(false);
    expect(environments.canHold('preprod', 'dev')).toBe(true);
  });

  it('are those of their name where nothing says what matches', () => {
    const environments = configuredEnvironments([{ name: 'dev' }]);
    expect(environments.of(labelled({ env: 'dev' }))).toBe('dev');
    expect(environments.of(labelled({ environment: 'dev' }))).toBe('dev');
    expect(environments.of(labelled({ env: 'development' }))).toBeUndefined();
    expect(environments.of(orders)).toBeUndefined();
  });

  it.each<[EnvironmentConfig['match'], boolean]>([
    [{}, true],
    [{ labels: { environment: ['production'] } }, true],
    [{ labels: { environment: ['dev', 'prod*'] } }, true],
    [{ labels: { environment: ['prod'] } }, false],
    [{ labels: { missing: ['*'] } }, false],
    [{ labels: { constructor: ['*'] } }, false],
    [{ labels: { environment: ['*'], missing: ['*'] } }, false],
    [{ namespace: ['*-production'] }, true],
    [{ namespace: ['argocd'] }, false],
    [{ name: ['orders-*'] }, true],
    [{ name: ['payments-*', 'orders-prod'] }, false],
    [{ cluster: ['https://kubernetes.default.svc'] }, true],
    [{ cluster: ['https://kubernetes*default.svc'] }, true],
    [{ cluster: ['in-cluster'] }, false],
    [{ instance: ['eu-*'] }, true],
    [{ instance: ['us-*'] }, false],
    [{ instance: ['eu-*'], name: ['orders-*'], namespace: ['*'] }, true],
    [{ instance: ['eu-*'], name: ['payments-*'], namespace: ['*'] }, false],
  ])('match %j: %p', (match, isMatch) => {
    const environments = configuredEnvironments([{ name: 'here', match }]);
    expect(environments.of(orders)).toBe(isMatch ? 'here' : undefined);
  });

  it('are those that match first', () => {
    const environments = configuredEnvironments([
      { name: 'eu', match: { name: ['orders-*'] } },
      { name: 'all', match: {} },
      { name: 'production' },
    ]);
    expect(environments.of(orders)).toBe('eu');
    expect(environments.of(like({ name: 'other' }))).toBe('all');
  });
});
