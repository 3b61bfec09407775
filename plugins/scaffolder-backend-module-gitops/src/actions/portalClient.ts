import { GitopsClient } from 'backstage-plugin-gitops-common';
import type { ActionOptions } from './ActionOptions';

/** Asks the portal's own backend, as the user who started the task. */
export function portalClient(
  { auth, discovery }: Pick<ActionOptions, 'auth' | 'discovery'>,
  credentials: () => Promise<
    Parameters<typeof auth.getPluginRequestToken>[0]['onBehalfOf']
  >,
): GitopsClient {
  return new GitopsClient({
    fetchApi: {
      async fetch(input, init) {
        const address = String(input).replace(
          /^plugin:\/\/gitops/,
          await discovery.getBaseUrl('gitops'),
        );
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await credentials(),
          targetPluginId: 'gitops',
        });
        const headers = new Headers(init?.headers);
        headers.set('authorization', `Bearer ${token}`);
        return fetch(address, { ...init, headers });
      },
    },
  });
}
