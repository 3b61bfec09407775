import type { VersionPlace } from 'backstage-plugin-gitops-node';
import { isInSpec } from './isInSpec';

const place = (locator: string): VersionPlace => ({
  repository: 'https://git.example.com/platform/gitops.git',
  ref: 'main',
  file: 'apps/orders/production.json',
  document: 0,
  path: 'version',
  locator,
  current: { kind: 'revision', revision: '1.4.0' },
  scalars: { revision: ['version'] },
});
const manifests = (targetRevision: string, isGenerated = true) => ({
  name: 'orders-production',
  namespace: 'argocd',
  labels: {},
  sources: [{ repoURL: 'https://charts.example.com', targetRevision }],
  ...(isGenerated && { applicationSet: { name: 'services', spec: {} } }),
});
const annotated = 'annotation gitops/version-places';

it.each([
  ['ApplicationSet', '1.4.0', true, true],
  ['Application manifest', '1.4.0', true, true],
  ['Kustomize images', '1.4.0', true, false],
  [annotated, '1.4.0', true, true],
  // The controller of ApplicationSets may not have been there yet
  [annotated, '1.3.0', true, undefined],
  [annotated, '1.4.0', false, false],
])(
  'a version that is found by %s, while the spec asks for %s and is generated: %s, reaches it by the spec: %s',
  (locator, revision, isGenerated, expected) => {
    expect(isInSpec(place(locator), manifests(revision, isGenerated))).toBe(
      expected,
    );
  },
);

it('a chart that happens to have the version of an image is not asked for it', () => {
  const image: VersionPlace = {
    ...place(annotated),
    path: 'image.tag',
    current: { kind: 'image', repository: 'r.io/orders', tag: '1.4.0' },
    scalars: { tag: ['image', 'tag'] },
  };
  expect(isInSpec(image, manifests('1.4.0'))).toBeUndefined();
  const sources = [
    {
      ...manifests('9.0.0').sources[0],
      helm: {
        valueFiles: [],
        parameters: [{ name: 'image.tag', value: '1.4.0' }],
      },
    },
  ];
  expect(isInSpec(image, { ...manifests('9.0.0'), sources })).toBe(true);
});
