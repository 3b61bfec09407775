import {
  application,
  filesOf,
  gitopsFiles,
  searchIn,
} from '../__testUtils__/filesOf';
import { setVersion } from '../setVersion';
import type { ManifestSource } from '../VersionPlace';
import { chartVersions } from './chartVersions';

async function find(source: Partial<ManifestSource>, files = gitopsFiles()) {
  const search = searchIn(files);
  const places = await chartVersions.find(application(source), search);
  return { places, misses: search.misses };
}

describe('chartVersions', () => {
  it('finds what an umbrella depends on, and says why a range is not promoted', async () => {
    const { places, misses } = await find({ path: 'umbrella/staging' });
    expect(places).toMatchObject([
      {
        file: 'umbrella/staging/Chart.yaml',
        path: 'dependencies[1].version',
        current: {
          kind: 'revision',
          revision: '1.4.2',
          source: 'oci://registry.example.com/charts payments',
        },
      },
    ]);
    expect(misses).toEqual([
      'dependencies[0].version in umbrella/staging/Chart.yaml, which is the range 2.x: the newest version in it is deployed without a promotion',
    ]);
    const before = (await gitopsFiles().read(places[0].file))!;
    expect(
      setVersion(before, places[0], { kind: 'revision', revision: '1.5.0' }),
    ).toBe(before.replace('1.4.2', '1.5.0'));
  });

  it('says why the version of a chart that its values do not name is not promoted', async () => {
    const files = gitopsFiles({
      'charts/web/Chart.yaml': 'name: web\nappVersion: "1.4.0"\n',
    });
    expect(await find({ path: 'charts/web' }, files)).toEqual({
      places: [],
      misses: [
        'appVersion in charts/web/Chart.yaml, which everything shares that deploys this chart: a values file of each environment has to name the version',
      ],
    });
  });

  it('names a chart without the password in its address', async () => {
    const files = filesOf({
      'a/Chart.yaml':
        'dependencies: [{name: web, version: 1.2.3, repository: "https://ci:hunter2@charts.example.com"}]',
    });
    const { places } = await find({ path: 'a' }, files);
    expect(places[0].current).toMatchObject({
      source: 'https://charts.example.com web',
    });
  });

  it('tells a chart that is there twice by its aliases', async () => {
    const job = 'name: job, repository: "https://charts.example.com"';
    const files = filesOf({
      'a/Chart.yaml': `dependencies: [{${job}, version: 1.2.3, alias: scan}, {${job}, version: 2.0.0, alias: mail}]`,
    });
    const { places } = await find({ path: 'a' }, files);
    expect(places.map(one => one.current)).toMatchObject([
      { source: 'https://charts.example.com job (scan)' },
      { source: 'https://charts.example.com job (mail)' },
    ]);
  });

  it('refuses a dependency that a lock fixes', async () => {
    const files = gitopsFiles({
      'umbrella/staging/Chart.lock': 'digest: sha256:00',
    });
    const { places } = await find({ path: 'umbrella/staging' }, files);
    expect(places).toMatchObject([
      {
        refusal:
          'beside which umbrella/staging/Chart.lock fixes the version: it has to be made again by helm dependency update',
      },
    ]);
  });

  it('finds a chart that a kustomization renders', async () => {
    const { places } = await find({ path: 'apps/billing/envs/staging' });
    expect(places).toMatchObject([
      {
        file: 'apps/billing/envs/staging/kustomization.yaml',
        path: 'helmCharts[0].version',
        current: {
          kind: 'revision',
          revision: '1.4.0',
          source: 'oci://registry.example.com/charts billing-cache',
        },
      },
    ]);
  });

  it('leaves out charts of the same repository, and what is no chart', async () => {
    const files = filesOf({
      'a/Chart.yaml':
        'dependencies: [{name: b, version: 0.1.0, repository: "file://../b"}]',
    });
    expect((await find({ path: 'a' }, files)).places).toEqual([]);
    expect((await find({ chart: 'redis' })).places).toEqual([]);
    expect((await find({ path: 'plain/orders' })).places).toEqual([]);
  });
});
