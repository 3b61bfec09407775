import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import {
  AuthorizeResult,
  isPermission,
} from '@backstage/plugin-permission-common';
import { createConditionFactory } from '@backstage/plugin-permission-node';
import { GitopsPolicy } from '../../../packages/backend/src/policy';
import { gitopsDeploymentRules } from '../../../plugins/gitops-backend/src';
import {
  gitopsDeploymentReadPermission,
  RESOURCE_TYPE_GITOPS_DEPLOYMENT,
} from '../../../plugins/gitops-common/src';
import { OWNERS, TEAM } from '../groups';

/**
 * Lets a bench sign in as a thousand people of any groups, each with a token as the auth backend
 * issues it to any user.
 */
const signInAsAnyone = createBackendModule({
  pluginId: 'auth',
  moduleId: 'bench-provider',
  register(env) {
    env.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'bench',
          factory: createProxyAuthProviderFactory({
            authenticator: createProxyAuthenticator({
              defaultProfileTransform: async () => ({ profile: {} }),
              initialize: () => undefined,
              authenticate: async ({ req }) => ({
                result: {
                  user: String(req.headers['x-bench-user']),
                  groups: String(req.headers['x-bench-groups'] ?? '')
                    .split(' ')
                    .filter(Boolean),
                },
              }),
            }),
            signInResolver: async ({ result: { user, groups } }, context) =>
              context.issueToken({
                claims: { sub: user, ent: [user, ...groups] },
              }),
          }),
        });
      },
    });
  },
});

/** Shows some people what their team owns only, which the portal's policy has no case of. */
function restrictReading(): void {
  const isEntityOwner = createConditionFactory(
    gitopsDeploymentRules.isEntityOwner,
  );
  const { handle } = GitopsPolicy.prototype;
  GitopsPolicy.prototype.handle = async function restricted(query, user) {
    const isRestricted =
      isPermission(query.permission, gitopsDeploymentReadPermission) &&
      user?.info.ownershipEntityRefs.includes(OWNERS);
    return isRestricted
      ? {
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'gitops',
          resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
          conditions: isEntityOwner({ claims: [TEAM] }),
        }
      : handle.call(this, query, user);
  };
}
restrictReading();

/** Between one SIGUSR2 and the next, writes down where processor time goes. */
async function profileBetweenSignals(file: string): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  let isRunning = false;
  process.on('SIGUSR2', async () => {
    isRunning = !isRunning;
    if (isRunning) {
      await session.post('Profiler.start');
    } else {
      const { profile } = await session.post('Profiler.stop');
      writeFileSync(file, JSON.stringify(profile));
    }
  });
}
if (process.env.BENCH_PROFILE) profileBetweenSignals(process.env.BENCH_PROFILE);

// The portal's own backend, whatever it consists of, and this one module more: it can't be given
// one from outside, since it starts itself
const defaults = require('@backstage/backend-defaults');
const { createBackend } = defaults;
defaults.createBackend = (...args: unknown[]) => {
  const backend = createBackend(...args);
  backend.add(signInAsAnyone);
  return backend;
};
require('../../../packages/backend/src/index');
