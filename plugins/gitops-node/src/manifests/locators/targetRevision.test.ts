import {
  application,
  filesOf,
  GITOPS,
  gitopsFiles,
  searchIn,
} from '../__testUtils__/filesOf';
import { GitHostError } from '../../hosts/GitHostError';
import { setVersion } from '../setVersion';
import type { ManifestSource } from '../VersionPlace';
import { targetRevision } from './targetRevision';

const parent = {
  name: 'environment-staging',
  sources: [
    { repoURL: GITOPS, targetRevision: 'main', path: 'environments/staging' },
  ],
};

async function find(
  name: string,
  sources: readonly Partial<ManifestSource>[],
  others: Parameters<typeof application>[1] = { parent },
  files = gitopsFiles(),
) {
  const search = searchIn(files);
  const of = application(sources, { name, ...others });
  return {
    places: await targetRevision.find(of, search),
    misses: search.misses,
  };
}

const chart = { chart: 'cert-manager', targetRevision: 'v1.18.2' };

describe('targetRevision', () => {
  it('finds the version of a chart in a folder below, past what is no YAML', async () => {
    const { places } = await find('cert-manager-staging', [chart]);
    expect(places).toEqual([
      {
        repository: GITOPS,
        ref: 'main',
        file: 'environments/staging/apps/charts.yaml',
        document: 0,
        path: 'spec.source.targetRevision',
        locator: 'targetRevision',
        current: {
          kind: 'revision',
          revision: 'v1.18.2',
          source: 'https://charts.example.com cert-manager',
        },
        scalars: { revision: ['spec', 'source', 'targetRevision'] },
      },
    ]);
  });

  it('finds those of several sources and leaves the branch', async () => {
    const { places } = await find('grafana-staging', [
      { chart: 'grafana', targetRevision: '9.2.10' },
      { ref: 'values', targetRevision: 'main' },
    ]);
    expect(
      places.map(({ path, document, current }) => [document, path, current]),
    ).toEqual([
      [
        1,
        'spec.sources[0].targetRevision',
        {
          kind: 'revision',
          revision: '9.2.10',
          source: 'https://charts.example.com grafana',
        },
      ],
      [
        1,
        'spec.sources[2].targetRevision',
        {
          kind: 'revision',
          revision: '1.10',
          source: 'https://git.example.com/platform/dashboards.git',
        },
      ],
    ]);
    const before = (await gitopsFiles().read(places[0].file))!;
    const to = { kind: 'revision' as const, revision: '10.0' };
    expect(
      places.reduce((text, one) => setVersion(text, one, to), before),
    ).toBe(
      before
        .replace('targetRevision: 9.2.10', 'targetRevision: "10.0"')
        .replace('targetRevision: "1.10"', 'targetRevision: "10.0"'),
    );
  });

  it('looks for nothing where a branch or range is followed, or an ApplicationSet makes it', async () => {
    for (const revision of ['main', '1.*', undefined])
      expect(
        await find('redis-staging', [{ targetRevision: revision }]),
      ).toEqual({ places: [], misses: [] });
    expect(
      await find('a', [chart], { applicationSet: { name: 'b', spec: {} } }),
    ).toEqual({ places: [], misses: [] });
  });

  it('tells what it missed', async () => {
    expect((await find('none', [chart])).misses).toEqual([
      'the manifest of Application none in environments/staging',
    ]);
    expect((await find('none', [chart], {})).misses).toEqual([
      'targetRevision in the manifest of none, which no Application deploys',
    ]);
    expect((await find('redis-staging', [chart])).misses).toEqual([
      'a version as targetRevision in environments/staging/redis.yaml',
    ]);
  });

  it('names files that could not be read, and lets other failures through', async () => {
    const at = (error: Error) =>
      find(
        'x',
        [chart],
        { parent },
        filesOf({ 'environments/staging/x.yaml': error }),
      );
    const large = new GitHostError('tooLarge', 'x.yaml is too large');
    expect((await at(large)).misses[0]).toBe('x.yaml is too large');
    await expect(
      at(new GitHostError('unavailable', 'The host is down')),
    ).rejects.toThrow('The host is down');
  });
});
