import { kustomization } from '../seed/manifests';
import { services } from '../seed/services';
import { deploymentFailures, deploymentFiles } from './deploy';

const [catalog] = services;
const path = 'apps/catalog/envs/dev/kustomization.yaml';
const text = kustomization(catalog, 'dev', '1.9.2');
const deploy = (
  before: string,
  version: string,
  failure?: (typeof deploymentFailures)[number],
) =>
  deploymentFiles(new Map([[path, before]]), {
    service: 'catalog',
    environment: 'dev',
    version,
    failure,
  }).get(path) ?? '';

it('changes the tag and nothing else', () => {
  expect(deploy(text, '2.0.0')).toBe(text.replace('1.9.2', '2.0.0'));
});

it('sets a tag that Image Updater left without quotes', () => {
  expect(
    deploy(
      'images:\n  - name: registry.example.com/catalog\n    newTag: 1.9.2\n',
      '2.0.0',
    ),
  ).toContain('newTag: "2.0.0"');
});

it.each(deploymentFailures)(
  'takes %s out again with the next deployment',
  failure => {
    const failing = deploy(text, '2.0.0', failure);
    expect(failing).not.toBe(deploy(text, '2.0.0'));
    const healed = deploy(failing, '2.1.0');
    expect(healed).toContain('newTag: "2.1.0"');
    expect(healed).not.toMatch(/lab-|paused|-missing|missing\.yaml/);
  },
);
