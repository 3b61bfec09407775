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

  const parameters = (...given: [string, string][]) =>
    `helm:\n  parameters:\n${given
      .map(
        ([name, value]) =>
          `  - name: ${name}\n    value: ${value}\n    forcestring: true\n`,
      )
      .join('')}`;
  const orders = (files: Record<string, string>, others = {}) =>
    findVersionPlaces(
      application(
        {
          path: 'o',
          helm: { valueFiles: ['values-prod.yaml'], parameters: [] },
          ...others,
        },
        { name: 'orders-production', namespace: 'team-a' },
      ),
      {
        files: () =>
          filesOf({
            'o/Chart.yaml': 'name: orders',
            'o/values-prod.yaml': 'image: {tag: 1.4.0}',
            ...files,
          }),
        service: 'orders',
        environment: 'production',
      },
    );

  it.each([
    '.argocd-source-orders-production.yaml',
    '.argocd-source.yaml',
    '.argocd-source-team-a_orders-production.yaml',
  ])(
    'finds the version in %s rather than in the values, where an edit would have no effect',
    async name => {
      const places = await orders({
        [`o/${name}`]: parameters(['image.tag', '1.3.0']),
      });
      expect(places).toMatchObject([
        {
          file: `o/${name}`,
          path: 'helm.parameters[0].value',
          current: { tag: '1.3.0' },
        },
      ]);
    },
  );

  it('finds an image of Kustomize that the file overrides, and not the one in the kustomization', async () => {
    const places = await orders(
      {
        'k/kustomization.yaml': 'images: [{name: r.io/orders, newTag: 1.4.0}]',
        'k/.argocd-source-orders-production.yaml':
          'kustomize: {images: ["r.io/orders:1.3.0"]}',
      },
      { path: 'k', helm: undefined },
    );
    expect(places).toMatchObject([
      { path: 'kustomize.images[0]', current: { tag: '1.3.0' } },
    ]);
  });

  it("takes the Application's own file over the common one, and leaves what only the common one gives", async () => {
    const own = '.argocd-source-orders-production.yaml';
    const places = (common: string, other: string) =>
      orders({
        'o/.argocd-source.yaml': common,
        [`o/${own}`]: other,
      });
    expect(
      await places(
        parameters(['image.tag', '1.2.0']),
        parameters(['replicas', '2'], ['image.tag', '1.3.0']),
      ),
    ).toMatchObject([{ file: `o/${own}`, path: 'helm.parameters[1].value' }]);
    // A list is replaced as a whole, so that nothing overrides the values any more
    expect(
      await places(
        parameters(['image.tag', '1.2.0']),
        parameters(['replicas', '2']),
      ),
    ).toMatchObject([{ file: 'o/values-prod.yaml' }]);
    const object = (tag: string) =>
      `helm: {valuesObject: {image: {tag: ${tag}}}}`;
    expect(
      await places(object('1.2.0'), 'helm: {valuesObject: {replicas: 2}}'),
    ).toMatchObject([{ file: 'o/.argocd-source.yaml' }]);
    expect(await places(object('1.2.0'), object('1.3.0'))).toMatchObject([
      { file: `o/${own}` },
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
