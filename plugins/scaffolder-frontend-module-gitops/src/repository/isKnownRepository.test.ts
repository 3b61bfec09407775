import { ApiHolder } from '@backstage/frontend-plugin-api';
import { integrations } from '../__testUtils__/integrations';
import { isKnownRepository } from './isKnownRepository';

/** An app that has this as its only API. */
const appWith = (api: unknown) => ({ get: () => api } as ApiHolder);

describe('isKnownRepository', () => {
  const url = 'https://git.other.example/team/manifests';

  it('asks the integrations', () => {
    const isKnown = isKnownRepository(appWith(integrations));
    expect(isKnown(url)).toBe(false);
    expect(isKnown('https://github.com/example/manifests')).toBe(true);
    expect(isKnown('https://git.example.com/team/manifests')).toBe(true);
  });

  it('leaves it to the backend in an app that knows none', () => {
    expect(isKnownRepository(appWith(undefined))(url)).toBe(true);
  });
});
