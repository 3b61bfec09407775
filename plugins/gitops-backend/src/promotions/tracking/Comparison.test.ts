import {
  ApplicationManifestsAnswer,
  applicationManifests,
} from '../../argocd/manifestSchemas';
import {
  listedApplication,
  reader,
  recorded,
} from '../../__testUtils__/recordings';
import { asksFor, comparisonOf, SpecSource } from './Comparison';

const listed = (name: string) => reader.read(recorded(name));
const answered = (name: string): ApplicationManifestsAnswer =>
  applicationManifests.parse(recorded(name));

describe('comparisonOf', () => {
  it('finds in the recorded Application what its spec asks for compared and synced', () => {
    const name = 'get-payments-dev-after-deploy';
    const { sources, compared, operated } = comparisonOf(
      answered(name),
      listed(name),
    )!;
    expect(sources).toMatchObject([
      { path: 'apps/payments/envs/dev', targetRevision: 'main' },
    ]);
    expect(compared).toEqual({
      revisions: ['3511e4b52b2dc51e91052808dff30a4786818da6'],
      sources,
    });
    expect(operated).toEqual(compared);
  });

  it('takes of the recorded one with several sources those, and knows of no operation', () => {
    const name = 'get-legacy-production';
    const { sources, compared, operated } = comparisonOf(
      answered(name),
      listed(name),
    )!;
    expect(sources).toHaveLength(2);
    expect(compared.sources).toEqual(sources);
    expect(compared.revisions).toHaveLength(2);
    expect(operated).toBeUndefined();
  });

  it.each(['orders-production', 'legacy-production', 'catalog-staging'])(
    'knows the recorded %s in the recorded list for what is answered of it',
    name => {
      expect(
        comparisonOf(answered(`get-${name}`), listedApplication(name)),
      ).toBeDefined();
    },
  );

  it('does not mix two moments: what is listed is of before the deployment', () => {
    expect(
      comparisonOf(
        answered('get-payments-dev-after-deploy'),
        listed('get-payments-dev'),
      ),
    ).toBeUndefined();
  });
});

describe('asksFor', () => {
  it.each<[string, Partial<SpecSource>]>([
    ['a revision', { targetRevision: '1.5.0' }],
    ['an image', { kustomize: { images: ['registry/orders:1.5.0'] } }],
    [
      'a parameter',
      {
        helm: {
          valueFiles: [],
          parameters: [{ name: 'image.tag', value: '1.5.0' }],
        },
      },
    ],
    [
      'a line of values',
      {
        helm: {
          valueFiles: [],
          parameters: [],
          values: 'image:\n  tag: "1.5.0"\n',
        },
      },
    ],
    [
      'a value',
      {
        helm: {
          valueFiles: [],
          parameters: [],
          valuesObject: { image: { tag: '1.5.0' } },
        },
      },
    ],
  ])('finds a version in %s', (_, source) => {
    expect(asksFor([source], '1.5.0')).toBe(true);
    // Neither the end of another version nor its start
    expect(asksFor([source], '5.0')).toBe(false);
    expect(asksFor([source], '1.5')).toBe(false);
    expect(asksFor([source], '1.5.00')).toBe(false);
  });
});
