import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

/**
 * Signs in as the person whom the browser names, so that a demonstration can be seen with different
 * people's eyes. It checks nothing: it only works in development, and only for the people who are
 * named under `auth.providers.people`.
 */
export default createBackendModule({
  pluginId: 'auth',
  moduleId: 'people-provider',
  register(env) {
    env.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ providers, config }) {
        const names =
          config.getOptionalStringArray('auth.providers.people.names') ?? [];
        providers.registerProvider({
          providerId: 'people',
          factory: createProxyAuthProviderFactory({
            authenticator: createProxyAuthenticator({
              defaultProfileTransform: async () => ({ profile: {} }),
              initialize: () => {},
              async authenticate({ req }) {
                if (process.env.NODE_ENV !== 'development')
                  throw new NotAllowedError(
                    'People are believed who they say they are in development only',
                  );
                const name = req.header('x-person');
                if (!name || !names.includes(name))
                  throw new AuthenticationError(
                    'Nobody of this name is listed under auth.providers.people.names',
                  );
                return { result: { name } };
              },
            }),
            signInResolver: ({ result: { name } }, context) =>
              context.signInWithCatalogUser({ entityRef: { name } }),
          }),
        });
      },
    });
  },
});
