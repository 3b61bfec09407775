import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';

/** Calls `plugin://gitops/…` from another plugin of the backend, with that plugin's own rights. */
export function serviceFetch(options: {
  auth: AuthService;
  discovery: DiscoveryService;
}): typeof fetch {
  const { auth, discovery } = options;
  return async (resource, init) => {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'gitops',
    });
    const baseUrl = await discovery.getBaseUrl('gitops');
    const headers = new Headers(init?.headers);
    headers.set('Authorization', `Bearer ${token}`);
    return fetch(String(resource).replace('plugin://gitops', baseUrl), {
      ...init,
      headers,
    });
  };
}
