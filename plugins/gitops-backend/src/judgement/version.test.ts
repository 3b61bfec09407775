import { reader } from '../__testUtils__/recordings';
import { item } from '../__testUtils__/ScriptedArgoCd';
import {
  parseImage,
  versionOfImage,
  versionOfSource,
  versionsOf,
} from './version';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('version', () => {
  it.each([
    ['nginx', 'latest'],
    ['nginx:1.27', '1.27'],
    ['registry.example.com:5000/team/app', 'latest'],
    ['registry.example.com:5000/team/app:2.0.0-rc.1', '2.0.0-rc.1'],
    [`registry.example.com/app@${digest}`, 'sha256:0123456789ab'],
    [`registry.example.com/app:1.2.3@${digest}`, '1.2.3'],
  ])('of %s is %s', (image, version) => {
    expect(versionOfImage(image)).toBe(version);
    expect(image.startsWith(parseImage(image).repository)).toBe(true);
  });

  it('is that of the image named like the service, not of its sidecars', () => {
    const orders = reader.read(item('orders'));
    expect(
      versionsOf(
        ['envoyproxy/envoy:1.30', 'registry.example.com/orders:1.5.1'],
        orders,
      ),
    ).toEqual(['1.5.1']);
    expect(
      versionsOf(['envoyproxy/envoy:1.30', 'acme/orders-api:3.1.0'], orders),
    ).toEqual(['3.1.0']);
    // Nothing tells which of them is the service's
    expect(versionsOf(['envoyproxy/envoy:1.30', 'vault:1.17'], orders)).toEqual(
      [],
    );
    expect(versionsOf(['acme/backend:3.1.0'], orders)).toEqual(['3.1.0']);
    expect(
      versionsOf(
        ['r/orders:1.5.1', 'r/orders:1.6.0', 'r/orders:1.5.1'],
        orders,
      ),
    ).toEqual(['1.5.1', '1.6.0']);
    expect(versionsOf([], orders)).toEqual([]);
  });

  it('is the chart’s or the commit’s where no image is promoted', () => {
    const sha = 'cda3a0541c5653b6384a16e196237363cc440650';
    const application = { ...reader.read(item('config')), revision: sha };
    expect(versionOfSource(application)).toBe('cda3a05');
    const chart = {
      repository: 'https://charts.example.com',
      chart: 'redis',
      targetRevision: '18.1.0',
    };
    expect(versionOfSource({ ...application, sources: [chart] })).toBe(
      '18.1.0',
    );
    expect(
      versionOfSource({ ...application, revision: undefined }),
    ).toBeUndefined();
  });
});
