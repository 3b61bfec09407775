import {
  application,
  filesOf,
  GITOPS,
  gitopsFiles,
} from './__testUtils__/filesOf';
import { GitHostError } from '../hosts/GitHostError';
import { findVersionPlaces } from './findVersionPlaces';
import type { ApplicationManifests } from './VersionPlace';

function find(
  of: ApplicationManifests,
  {
    override,
    files = gitopsFiles(),
  }: { override?: string; files?: ReturnType<typeof filesOf> } = {},
) {
  return findVersionPlaces(of, {
    files: () => files,
    override,
    service: 'orders',
    environment: 'staging',
  });
}

describe('findVersionPlaces', () => {
  it.each([
    [
      'Kustomize images',
      application({ path: 'apps/orders/envs/staging' }),
      'images[0].newTag in apps/orders/envs/staging/kustomization.yaml',
    ],
    [
      'Helm values',
      application({
        path: 'infra/redis',
        helm: { valueFiles: ['values-staging.yaml'], parameters: [] },
      }),
      'image.tag in infra/redis/values-staging.yaml',
    ],
    [
      'ApplicationSet',
      application(
        { path: 'apps/none' },
        {
          applicationSet: {
            name: 'services',
            spec: {
              generators: [
                {
                  git: {
                    repoURL: GITOPS,
                    files: [{ path: 'generators/*.yaml' }],
                  },
                },
              ],
              template: {
                metadata: { name: '{{.name}}' },
                spec: { source: { targetRevision: '{{.version}}' } },
              },
            },
          },
        },
      ),
      '[1].version in generators/list.yaml',
    ],
    [
      'targetRevision',
      application(
        { chart: 'cert-manager', targetRevision: 'v1.18.2' },
        {
          name: 'cert-manager-staging',
          parent: {
            name: 'staging',
            sources: [{ repoURL: GITOPS, path: 'environments/staging' }],
          },
        },
      ),
      'spec.source.targetRevision in environments/staging/apps/charts.yaml',
    ],
  ])('finds %s from the Application', async (locator, of, where) => {
    const places = await find(of);
    expect(
      places.map(one => [one.locator, `${one.path} in ${one.file}`]),
    ).toEqual([[locator, where]]);
  });

  it('takes the annotation in place of all that', async () => {
    const places = await find(
      application({ path: 'apps/orders/envs/staging' }),
      { override: 'infra/redis/values-{environment}.yaml#image.tag' },
    );
    expect(places.map(one => one.file)).toEqual([
      'infra/redis/values-staging.yaml',
    ]);
  });

  it('names every file and path that it looked for', () =>
    expect(
      find(
        application({
          path: 'infra/redis',
          helm: { valueFiles: ['values-none.yaml'], parameters: [] },
        }),
      ),
    ).rejects.toThrow(
      'No version of orders-staging was found. Looked for images[].newTag in infra/redis/kustomization.yaml; image.tag in infra/redis/values-none.yaml; image.tag in a file of values (infra/redis/values.yaml has it, which other environments share). Where it is written elsewhere, name that with the annotation gitops/version-places',
    ));

  it('says so where nothing is known to hold one', () =>
    expect(find(application([]))).rejects.toThrow(
      'Looked for nothing that is known to hold one.',
    ));

  it('refuses a link as target with the sentence of the host', () =>
    expect(
      find(application({ path: 'a' }), {
        files: filesOf({
          'a/kustomization.yaml': new GitHostError(
            'notAFile',
            'a/kustomization.yaml in platform/gitops is a symbolic link',
          ),
        }),
      }),
    ).rejects.toThrow('is a symbolic link'));
});
