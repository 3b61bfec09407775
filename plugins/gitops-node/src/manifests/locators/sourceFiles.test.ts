import {
  application,
  filesOf,
  GITOPS,
  gitopsFiles,
  searchIn,
} from '../__testUtils__/filesOf';
import { findVersionPlaces } from '../findVersionPlaces';
import { setVersion } from '../setVersion';
import { withSourceFiles } from './sourceFiles';

const find = (files = gitopsFiles(), path = 'apps/updated/envs/staging') =>
  findVersionPlaces(application({ path }, { name: 'updated-staging' }), {
    files: () => files,
    service: 'updated',
    environment: 'staging',
  });

describe('withSourceFiles', () => {
  it('finds the image that Image Updater writes, which wins over the kustomization', async () => {
    const places = await find();
    const file =
      'apps/updated/envs/staging/.argocd-source-updated-staging.yaml';
    expect(places).toEqual([
      {
        repository: GITOPS,
        ref: 'main',
        file,
        document: 0,
        path: 'kustomize.images[0]',
        locator: '.argocd-source',
        current: {
          kind: 'image',
          repository: 'registry.example.com/updated',
          tag: '1.7.2',
        },
        scalars: { reference: ['kustomize', 'images', 0] },
      },
    ]);
    const before = (await gitopsFiles().read(file))!;
    expect(
      setVersion(before, places[0], {
        kind: 'image',
        repository: '',
        tag: '1.8.0',
      }),
    ).toBe(before.replace('1.7.2', '1.8.0'));
  });

  it('finds the Helm parameter that Image Updater writes', async () => {
    const places = await find(
      filesOf({
        'chart/Chart.yaml': 'name: updated',
        'chart/values.yaml': 'image: {repository: r.io/updated, tag: 1.0.0}',
        'chart/.argocd-source-updated-staging.yaml': `helm:
  parameters:
  - name: image.tag
    value: 1.7.2
    forcestring: true
`,
      }),
      'chart',
    );
    expect(places).toMatchObject([
      {
        path: 'helm.parameters[0].value',
        current: { kind: 'image', tag: '1.7.2' },
      },
    ]);
  });

  it('leaves the file of another Application alone', async () => {
    const { places } = await withSourceFiles(
      application({ path: 'apps/updated/envs/staging' }),
      searchIn(gitopsFiles()),
    );
    expect(places).toEqual([]);
  });
});
