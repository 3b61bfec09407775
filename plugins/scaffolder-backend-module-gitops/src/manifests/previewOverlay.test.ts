import { renderers } from '../__testUtils__/renderers';
import { previewOverlay } from './previewOverlay';
import { toYaml } from './toYaml';

const folder = 'apps/payments/preview';
const overlay = 'apps/payments/envs/dev';
const podOf = (name: string) => ({
  template: { spec: { containers: [{ name, image: 'payments' }] } },
});
const manifests = [
  { apiVersion: 'apps/v1', kind: 'Deployment', spec: podOf('app') },
  { apiVersion: 'batch/v1', kind: 'Job', spec: podOf('migrate') },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec: {} },
].map(one => ({ ...one, metadata: { name: 'payments' } }));

function filesOf(hasHost: boolean): Map<string, string> {
  const written = previewOverlay({
    service: 'payments',
    from: 'dev',
    folder,
    overlay,
    deployment: 'payments',
    container: 'app',
    env: { DATABASE_URL: '' },
    hasHost,
  });
  return new Map([
    [`${overlay}/kustomization.yaml`, 'resources: [all.yaml]\n'],
    [`${overlay}/all.yaml`, manifests.map(one => toYaml(one)).join('---\n')],
    ...written.map(([name, text]): [string, string] => [
      `${folder}/${name}`,
      // As Argo CD does with the namespace that the ApplicationSet names
      name === 'kustomization.yaml' ? `${text}namespace: payments-7\n` : text,
    ]),
  ]);
}

describe.each(renderers)('a preview, as %s renders it', (_, rendered) => {
  it('has what dev has without its Job and its address, in a Namespace of its own', () => {
    const found = rendered(filesOf(false), folder);
    expect(
      found.map(({ kind, metadata }) => [
        kind,
        metadata.namespace ?? metadata.name,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['Namespace', 'payments-7'],
        ['Deployment', 'payments-7'],
      ]),
    );
    expect(found).toHaveLength(2);
    const { spec } = found.find(({ kind }) => kind === 'Deployment')!;
    expect(spec.template.spec.containers).toEqual([
      {
        name: 'app',
        image: 'payments',
        env: [{ name: 'DATABASE_URL', value: '' }],
      },
    ]);
  });

  it('keeps the route to which the ApplicationSet gives a host', () => {
    const kinds = rendered(filesOf(true), folder).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['Deployment', 'Ingress', 'Namespace']);
  });
});
