import type { Application, ApplicationSource } from '../../argocd/Application';
import type { Edit } from './changes';
import { readersOf } from './readersOf';

const GITOPS = 'https://git.example.com/platform/gitops';

function edit(file: string, path = 'image.tag'): Edit {
  return {
    move: { place: { repository: GITOPS, ref: 'main', file, path } },
    snapshot: {
      repository: { url: GITOPS, name: 'platform/gitops' },
      branch: 'main',
    },
    text: '',
  } as unknown as Edit;
}

const chart: ApplicationSource = {
  repository: `${GITOPS}.git`,
  path: 'charts/payments',
  targetRevision: 'main',
};

const read = (one: Edit, ...sources: ApplicationSource[]) =>
  readersOf(
    one,
    [
      {
        application: { name: 'payments-eu', sources } as unknown as Application,
      },
    ],
    'orders',
  ).map(({ name }) => name);

describe('readersOf', () => {
  const file = 'values/production.yaml';

  it.each<[string, ApplicationSource[]]>([
    [
      'from its chart',
      [{ ...chart, valueFiles: ['../../values/production.yaml'] }],
    ],
    ['from the root', [{ ...chart, valueFiles: ['/values/production.yaml'] }]],
    [
      'of another source',
      [
        {
          repository: 'https://charts.example.com',
          chart: 'service',
          valueFiles: ['$values/values/production.yaml'],
        },
        {
          repository: 'git@git.example.com:platform/gitops.git',
          ref: 'values',
        },
      ],
    ],
    [
      'of the default branch',
      [
        {
          ...chart,
          targetRevision: undefined,
          valueFiles: ['/values/production.yaml'],
        },
      ],
    ],
  ])('finds an Application that names the file %s', (_, sources) =>
    expect(read(edit(file), ...sources)).toEqual(['payments-eu']),
  );

  it.each<[string, ApplicationSource]>([
    ['no file of values', chart],
    ['another file', { ...chart, valueFiles: ['values.yaml'] }],
    [
      'a file of this name in another repository',
      {
        ...chart,
        repository: 'https://git.example.com/team-b/gitops',
        valueFiles: ['/values/production.yaml'],
      },
    ],
    [
      'the file at another branch',
      {
        ...chart,
        targetRevision: 'v2',
        valueFiles: ['/values/production.yaml'],
      },
    ],
    [
      'a file of a source that does not exist',
      { ...chart, valueFiles: ['$other/values/production.yaml'] },
    ],
    [
      'a file elsewhere on the web',
      { ...chart, valueFiles: ['https://example.com/values/production.yaml'] },
    ],
  ])('finds none that names %s', (_, source) =>
    expect(read(edit(file), source)).toEqual([]),
  );

  it("leaves out a key with the service's name, which other services do not read", () =>
    expect(
      read(edit(file, 'orders.image.tag'), {
        ...chart,
        valueFiles: ['/values/production.yaml'],
      }),
    ).toEqual([]));
});
