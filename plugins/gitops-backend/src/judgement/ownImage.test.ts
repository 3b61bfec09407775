import { application, entry, pod, workload } from '../__testUtils__/builtEntry';
import { ownRepository } from './ownImage';

describe('The service’s own repository', () => {
  it.each([
    [['envoyproxy/envoy:1.30', 'r/orders:1.5.1'], 'r/orders'],
    [['envoyproxy/envoy:1.30', 'acme/orders-api:3.1.0'], 'acme/orders-api'],
    [['acme/backend:3.1.0'], 'acme/backend'],
    [['r/orders:1.5.1', 'r/orders:1.6.0'], 'r/orders'],
    // Nothing tells which of them is the service's
    [['envoyproxy/envoy:1.30', 'hashicorp/vault:1.17'], undefined],
    [['acme/orders-api:1', 'acme/orders-worker:1'], undefined],
    [[], undefined],
  ])('among the listed images %j is %s', (images, repository) => {
    expect(ownRepository({ application: application({ images }) })).toBe(
      repository,
    );
  });

  it('is the one named as the configured label names the service, before all other names', () => {
    const images = ['acme/web:9.9', 'acme/payments:1.5.1'];
    const found = application({
      name: 'pay-eu-1',
      labels: { 'shop.example.com/service': 'payments' },
      images,
    });
    expect(ownRepository({ application: found })).toBeUndefined();
    expect(ownRepository({ application: found, service: 'payments' })).toBe(
      'acme/payments',
    );
    const labelled = application({
      labels: { 'app.kubernetes.io/name': 'web' },
      images,
    });
    expect(ownRepository({ application: labelled, service: 'payments' })).toBe(
      'acme/payments',
    );
  });

  it('is the one in the manifests, whatever Pods run', () => {
    const found = entry(
      { images: ['acme/old:1', 'istio/proxyv2:1'] },
      { pods: [pod('acme/old:1')], workloads: [workload('acme/young:2')] },
    );
    expect(ownRepository(found)).toBe('acme/young');
  });
});
