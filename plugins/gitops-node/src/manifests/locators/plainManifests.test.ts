import {
  application,
  filesOf,
  gitopsFiles,
  searchIn,
} from '../__testUtils__/filesOf';
import { setVersion } from '../setVersion';
import type { ManifestSource } from '../VersionPlace';
import { plainManifests } from './plainManifests';

async function find(source: Partial<ManifestSource>, files = gitopsFiles()) {
  const search = searchIn(files);
  const places = await plainManifests.find(application(source), search);
  return { places, misses: search.misses };
}

const orders = { path: 'plain/orders', type: 'Directory' };

describe('plainManifests', () => {
  it('finds the image of any container, in YAML and JSON', async () => {
    const { places } = await find(orders);
    expect(
      places.map(({ file, document, path, current }) => [
        `${path} in ${file}#${document}`,
        current.kind === 'image' && `${current.repository} ${current.tag}`,
      ]),
    ).toEqual([
      [
        'spec.jobTemplate.spec.template.spec.containers[0].image in plain/orders/nightly.json#0',
        'registry.example.com/orders-report 1.7.1',
      ],
      [
        'spec.template.spec.initContainers[0].image in plain/orders/orders.yaml#1',
        'registry.example.com/orders-migrate 1.7.1',
      ],
      [
        'spec.template.spec.containers[0].image in plain/orders/orders.yaml#1',
        'envoyproxy/envoy v1.31.0',
      ],
      [
        'spec.template.spec.containers[1].image in plain/orders/orders.yaml#1',
        'registry.example.com/orders 1.7.1',
      ],
    ]);
  });

  it('finds images of workflows, tasks and custom resources, and none in what is for other deployments', async () => {
    const manifest = (kind: string, spec: unknown) =>
      JSON.stringify({ kind, metadata: { name: 'a' }, spec });
    const { places } = await find(
      { path: 'a', type: 'Directory' },
      filesOf({
        'a/workflow.json': manifest('CronWorkflow', {
          workflowSpec: {
            templates: [
              { container: { image: 'shop/report:1.0.0' } },
              { script: { image: 'shop/report@sha256:0af' } },
            ],
          },
        }),
        'a/task.json': manifest('Task', {
          steps: [{ image: 'host:5000/shop/report:1.0.0' }],
        }),
        'a/connect.json': manifest('KafkaConnect', {
          image: 'shop/connect:1.0.0',
        }),
        'a/policy.json': manifest('ClusterPolicy', {
          pattern: [{ image: '!*:latest' }, { image: 'shop/orders' }],
        }),
        'a/application.json': manifest('Application', {
          source: { helm: { valuesObject: { image: 'shop/orders:1.0.0' } } },
        }),
        'a/schema.json': manifest('CustomResourceDefinition', {
          default: { image: 'shop/orders:1.0.0' },
        }),
      }),
    );
    expect(places.map(({ path, file }) => `${path} in ${file}`)).toEqual([
      'spec.image in a/connect.json',
      'spec.steps[0].image in a/task.json',
      'spec.workflowSpec.templates[0].container.image in a/workflow.json',
      'spec.workflowSpec.templates[1].script.image in a/workflow.json',
    ]);
  });

  it('has each set by its own bytes', async () => {
    const { places } = await find(orders);
    const file = 'plain/orders/orders.yaml';
    const before = (await gitopsFiles().read(file))!;
    const after = places
      .filter(
        one => one.file === file && /orders/.test(JSON.stringify(one.current)),
      )
      .reduce(
        (text, one) =>
          setVersion(text, one, {
            kind: 'image',
            repository: '',
            tag: '1.8.0',
          }),
        before,
      );
    expect(after).toBe(before.replaceAll(':1.7.1', ':1.8.0'));
  });

  it('looks into folders below only where Argo CD applies them', async () => {
    const { places } = await find({ ...orders, directory: { recurse: true } });
    expect(places.map(one => one.file)).toContain(
      'plain/orders/jobs/seed.yaml',
    );
  });

  it('looks only into the files that Argo CD includes and does not exclude', async () => {
    const filesFound = async (directory: ManifestSource['directory']) =>
      new Set(
        (await find({ ...orders, directory })).places.map(one => one.file),
      );
    expect(
      await filesFound({ recurse: true, include: '{jobs/*,nothing.yaml}' }),
    ).toEqual(new Set(['plain/orders/jobs/seed.yaml']));
    expect(
      await filesFound({ recurse: true, exclude: '*seed.yaml' }),
    ).not.toContain('plain/orders/jobs/seed.yaml');
  });

  it('leaves kustomizations and charts to others', async () => {
    for (const path of ['apps/orders/base', 'charts/web'])
      expect(await find({ path })).toEqual({ places: [], misses: [] });
    expect((await find({ path: 'plain/orders' })).places).toHaveLength(4);
  });

  it('tells where it looked', async () =>
    expect(
      (await find({ path: 'a' }, filesOf({ 'a/b.yaml': 'a: 1' }))).misses,
    ).toEqual(['image in the manifests of a']));

  it('names a file that never ends, since an alias stands below its own anchor', async () => {
    const files = filesOf({ 'a/b.yaml': 'a: &a {b: [*a, *a]}' });
    expect((await find({ path: 'a' }, files)).misses).toContain(
      "a/b.yaml can't be read: An alias stands below its own anchor",
    );
  });

  it('says that it saw Jsonnet', async () =>
    expect(
      (await find({ path: 'a' }, filesOf({ 'a/main.jsonnet': '{}' }))).misses,
    ).toContain(
      'versions in a/main.jsonnet, which is Jsonnet and is not edited',
    ));
});
