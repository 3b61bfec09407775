import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import mcpActionsPlugin from '@backstage/plugin-mcp-actions-backend';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  gitopsDeploymentReadPermission,
  gitopsPromotionReadPermission,
} from 'backstage-plugin-gitops-common';
import { Agent } from './Agent';
import { eventually } from './startGitops';
import { startPromotions } from './startPromotions';

const deployments = [
  'catalog.entity.read',
  gitopsDeploymentReadPermission.name,
];
const allowed: Record<string, string[]> = {
  'user:default/guest': deployments,
  'user:default/reader': [...deployments, gitopsPromotionReadPermission.name],
  'user:default/stranger': ['catalog.entity.read'],
};

/**
 * Ana may do everything; a reader sees promotions; a guest sees deployments; a stranger sees
 * nothing. Services may do everything, as Backstage lets them.
 */
const permissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {},
  factory: () => {
    const authorize = async (
      requests: { permission: unknown }[],
      { credentials }: { credentials?: unknown } = {},
    ) =>
      requests.map(({ permission }) => {
        const { principal } = credentials as {
          principal: { userEntityRef?: string };
        };
        const names = allowed[principal.userEntityRef ?? ''];
        const { name } = permission as BasicPermission;
        const isAllowed = !names || names.includes(name);
        const { ALLOW, DENY } = AuthorizeResult;
        return { result: isAllowed ? ALLOW : DENY } as
          | { result: typeof ALLOW }
          | { result: typeof DENY };
      });
    return { authorize, authorizeConditional: authorize };
  },
});

/** Nothing is promoted to production: a gate blocks. */
const environments = [
  { name: 'dev', promotion: 'imageUpdater' },
  { name: 'test', promotion: 'workflow' },
  { name: 'staging', promotion: 'workflow' },
  { name: 'preprod' },
  {
    name: 'production',
    promotion: { mode: 'pullRequest', soakTime: { days: 365 } },
  },
];

/** A sandbox, and a backend over it with the MCP server that agents speak to. */
export async function startAgents() {
  const lab = await startPromotions();
  const replicaWith = (pluginSources: string[]) =>
    lab.replica({
      features: [permissions, mcpActionsPlugin],
      environments,
      pluginSources,
    });
  const replica = await replicaWith(['gitops']);
  const agents: Agent[] = [];
  const connect = async (authorization: string, backend = replica) => {
    const agent = await Agent.connect(backend.url, authorization);
    agents.push(agent);
    return agent;
  };
  const agentOf = (user: string, backend = replica) =>
    connect(mockCredentials.user.header(`user:default/${user}`), backend);
  const ana = await agentOf('ana');
  const statusUntil = (id: string, isExpected: (status: any) => boolean) =>
    eventually(() => ana.call('gitops.promotion-status', { id }), isExpected);
  return {
    lab,
    replica,
    replicaWith,
    ana,
    connect,
    /** An agent with the token of a person. */
    agentOf,
    statusUntil,
    /** Requests a promotion as Ana, and waits for its pull request. */
    async openPromotion(input: {
      service: string;
      from: string;
      to: string;
      reason: string;
    }) {
      const { id } = await ana.call('gitops.promote', input);
      return statusUntil(id, ({ state }) => state === 'pullRequestOpen');
    },
    async openPulls() {
      const pulls = await lab.pulls();
      return pulls.filter(({ state }) => state === 'open');
    },
    async close() {
      await Promise.all(agents.map(agent => agent.close()));
      await lab.close();
    },
    /** All that agents were answered */
    heard: () => agents.flatMap(agent => agent.heard).join('\n'),
  };
}
