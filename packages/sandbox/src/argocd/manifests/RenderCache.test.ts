import { Application } from '../Application';
import { RenderCache } from './RenderCache';
import { YamlReader } from './YamlReader';

const source = {
  repoURL: 'https://git.example.com/platform/gitops.git',
  path: 'dev',
};
const application = {
  metadata: { name: 'shop-dev' },
  spec: { project: 'default', source, destination: { namespace: 'shop-dev' } },
} as Application;
const files = {
  'dev/kustomization.yaml': 'resources: [service.yaml]\n',
  'dev/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: shop}\n',
};

it('renders again only where a file that was read has changed', () => {
  const cache = new RenderCache();
  const yaml = new YamlReader();
  const render = (commit: string, more: Record<string, string>) =>
    cache.render(
      application,
      () => ({ commit, files: new Map(Object.entries({ ...files, ...more })) }),
      yaml,
    );
  const first = render('one', {});
  const unconcerned = render('two', {
    'test/kustomization.yaml': 'resources: []\n',
  });
  expect(unconcerned.manifests).toBe(first.manifests);
  expect(unconcerned.revisions).toEqual(['two']);
  const changed = render('three', {
    'dev/service.yaml': files['dev/service.yaml'].replace('shop', 'store'),
  });
  expect(changed.manifests[0].metadata.name).toBe('store');
});
