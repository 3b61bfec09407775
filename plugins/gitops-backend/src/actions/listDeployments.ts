import {
  DeploymentStatus,
  deploymentStates,
  Transition,
} from 'backstage-plugin-gitops-common';
import type { AgentActionsOptions } from './AgentActionsOptions';
import { readsOnly, service, Zod } from './inputs';

const statusOutput = (z: Zod) =>
  z.object({
    environment: z.string(),
    state: z.enum(deploymentStates),
    reason: z.string().nullable().describe('Why it is in this state'),
    since: z.string().nullable().describe('Since when, ISO 8601'),
    versions: z
      .array(z.string())
      .describe('Versions that run; several where regions differ'),
    wanted: z.string().nullable().describe('Version that Git asks for'),
    nothingRuns: z.boolean(),
    staleSince: z
      .string()
      .nullable()
      .describe(
        'Since when Argo CD could not be read; null if this is current',
      ),
  });

const transitionOutput = (z: Zod) =>
  z.object({
    from: z
      .string()
      .nullable()
      .describe('Null for the first environment: versions come from outside'),
    to: z.string(),
    mode: z
      .enum(['pullRequest', 'workflow', 'imageUpdater'])
      .nullable()
      .describe('How versions arrive. promote works where this is pullRequest'),
    state: z
      .enum(['nothing', 'available', 'waiting', 'underWay'])
      .describe('available: the version can be promoted'),
    version: z.string().nullable().describe('Version that would move or moves'),
    reason: z.string().nullable().describe('What it waits for'),
    isPermitted: z.boolean().describe('Whether you may promote here'),
    automatic: z
      .string()
      .nullable()
      .describe(
        'What the portal promotes here by itself, or why it does not now. Null where people promote',
      ),
    mayResume: z
      .boolean()
      .describe(
        'Whether that has stopped until the person you act for resumes it on the page of the service, which no action does, or promotes',
      ),
    promotion: z
      .string()
      .nullable()
      .describe('Id of the promotion that is under way'),
    problem: z.string().nullable().describe('Why Git could not be read'),
  });

export function listDeployments({
  registry,
  services,
}: AgentActionsOptions): void {
  registry.register({
    name: 'list-deployments',
    title: 'List deployments of a service',
    description:
      'Use this to find out which version of a service runs in which environment, whether it is healthy, and which version can be promoted next or is promoted automatically. Returns the environments in the order of promotion, and what can move, or is moving, between them.',
    attributes: readsOnly,
    schema: {
      input: z => z.object({ service: service(z) }),
      output: z =>
        z.object({
          isRestricted: z
            .boolean()
            .describe('Whether there may be environments that you may not see'),
          isPartial: z
            .boolean()
            .describe(
              'Whether something besides what is deployed could not be read now, such as what can be promoted',
            ),
          problems: z
            .array(z.string())
            .describe(
              'What is wrong with how the service refers to its Applications, such as that they belong to another one. Tell the person you act for',
            ),
          environments: z.array(statusOutput(z)),
          transitions: z.array(transitionOutput(z)),
        }),
    },
    async action({ input, credentials }) {
      const { deployments, transitions, missing } = await services.get(
        input.service,
        credentials,
      );
      const { environments, isRestricted, problems } = deployments;
      return {
        output: {
          isRestricted,
          isPartial: missing.length > 0,
          problems: problems.map(({ message }) => message),
          environments: environments.map(one => ({
            environment: one.environment,
            ...statusOf(one),
          })),
          transitions: transitions.map(transitionOf),
        },
      };
    },
  });
}

function statusOf(status: DeploymentStatus) {
  const { state, reason, since, versions, wanted } = status;
  const { nothingRuns, staleSince } = status;
  return { state, reason, since, versions, wanted, nothingRuns, staleSince };
}

function transitionOf(transition: Transition) {
  const { from, to, mode, state, version, reason } = transition;
  const { isPermitted, automatic, mayResume, promotion, problem } = transition;
  return {
    from,
    to,
    // Where nothing is configured, the plan takes it for a pull request
    mode: from === null ? mode : mode ?? 'pullRequest',
    state,
    version,
    reason: reason?.sentence ?? null,
    isPermitted,
    automatic: automatic?.sentence ?? null,
    mayResume,
    promotion: promotion?.id ?? null,
    problem: problem?.sentence ?? null,
  };
}
