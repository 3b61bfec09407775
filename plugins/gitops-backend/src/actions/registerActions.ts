import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  DeploymentStatus,
  deploymentStates,
  MAX_REASON_LENGTH,
  Promotion,
  promotionStates,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import type { PromotionCalls } from '../api/PromotionCalls';

export interface RegisterActionsOptions {
  registry: ActionsRegistryService;
  calls: PromotionCalls;
  /** What a caller may see of a service. @throws NotFoundError, NotAllowedError */
  deployments(
    service: string,
    credentials: BackstageCredentials,
  ): Promise<ServiceDeployments>;
}

/** What people do on the pages, for agents: the same calls under the same permissions. */
export function registerActions(options: RegisterActionsOptions): void {
  listDeployments(options);
  planPromotion(options);
  promote(options);
  promotionStatus(options);
}

type Zod = Parameters<
  Parameters<ActionsRegistryService['register']>[0]['schema']['input']
>[0];

const service = (z: Zod) =>
  z
    .string()
    .max(400)
    .describe('Reference of the catalog entity: component:default/orders');
const environment = (z: Zod, what: string) =>
  z.string().min(1).max(63).describe(what);

const route = (z: Zod) => ({
  service: service(z),
  from: environment(z, 'Environment whose version is promoted: staging'),
  to: environment(z, 'Environment that it is promoted to: production'),
});

const promotionOutput = (z: Zod) =>
  z.object({
    id: z.string(),
    state: z.enum(promotionStates),
    sentence: z.string().describe('What is going on, for people'),
    problem: z.string().nullable().describe('What hinders it at the moment'),
    service: z.string(),
    from: z.string(),
    to: z.string(),
    version: z.string(),
    previous: z.string(),
    requestedBy: z.string(),
    reason: z.string(),
    pullRequests: z.array(z.string()).describe('Their addresses'),
  });

function promotionOf(promotion: Promotion) {
  const { id, state, sentence, problem, from, to, version } = promotion;
  return {
    id,
    state,
    sentence,
    problem,
    service: promotion.service,
    from,
    to,
    version,
    previous: promotion.previous,
    requestedBy: promotion.requestedBy.ref,
    reason: promotion.reason,
    pullRequests: promotion.pullRequests.flatMap(({ url }) => url ?? []),
  };
}

function listDeployments({ registry, deployments }: RegisterActionsOptions) {
  registry.register({
    name: 'list-deployments',
    title: 'List deployments of a service',
    description:
      'What runs of a service in each environment, in the order of promotion: state with its reason, running and wanted version, and since when what is told is stale.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => z.object({ service: service(z) }),
      output: z =>
        z.object({
          isRestricted: z
            .boolean()
            .describe('Whether there may be environments that you may not see'),
          environments: z.array(
            z.object({
              environment: z.string(),
              state: z.enum(deploymentStates),
              reason: z.string().nullable(),
              since: z.string().nullable(),
              running: z.string().nullable(),
              wanted: z.string().nullable(),
              nothingRuns: z.boolean(),
              staleSince: z.string().nullable(),
            }),
          ),
        }),
    },
    async action({ input, credentials }) {
      const { environments, isRestricted } = await deployments(
        input.service,
        credentials,
      );
      return {
        output: {
          isRestricted,
          environments: environments.map(one => ({
            environment: one.environment,
            ...statusOf(one),
          })),
        },
      };
    },
  });
}

function statusOf(status: DeploymentStatus): DeploymentStatus {
  const { state, reason, since, running, wanted } = status;
  const { nothingRuns, staleSince } = status;
  return { state, reason, since, running, wanted, nothingRuns, staleSince };
}

function planPromotion({ registry, calls }: RegisterActionsOptions) {
  registry.register({
    name: 'plan-promotion',
    title: 'Plan a promotion',
    description:
      'What a promotion would change, file by file, and what each gate says of it. Writes nothing. Pass the id of the plan on when promoting, so that nothing else than what was seen is done.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => z.object(route(z)),
      output: z =>
        z.object({
          plan: z.string().describe('Identity of the plan'),
          version: z.string(),
          running: z.string().nullable(),
          files: z.array(
            z.object({
              repository: z.string(),
              path: z.string(),
              removed: z.array(z.string()),
              added: z.array(z.string()),
            }),
          ),
          gates: z.array(
            z.object({
              gate: z.string(),
              result: z.enum(['pass', 'warn', 'block']),
              sentence: z.string(),
            }),
          ),
          consequence: z.string(),
        }),
    },
    async action({ input, credentials }) {
      const plan = await calls.plan(input, credentials);
      return {
        output: {
          plan: plan.id,
          version: plan.version,
          running: plan.running,
          files: plan.changes.flatMap(({ repository, files }) =>
            files.map(({ path, hunks }) => ({
              repository,
              path,
              removed: linesOf('removed', hunks),
              added: linesOf('added', hunks),
            })),
          ),
          gates: plan.gates.map(({ gate, result, sentence }) => ({
            gate,
            result,
            sentence,
          })),
          consequence: plan.consequence,
        },
      };
    },
  });
}

function linesOf(
  kind: 'removed' | 'added',
  hunks: readonly { kind: string; text: string }[][],
): string[] {
  return hunks
    .flat()
    .filter(line => line.kind === kind)
    .map(line => line.text);
}

function promote({ registry, calls }: RegisterActionsOptions) {
  registry.register({
    name: 'promote',
    title: 'Promote a service',
    description:
      'Requests that the version of one environment moves to the next, by a pull request that somebody else reviews. Asked twice, it answers the same promotion. Refused where a gate blocks.',
    attributes: { readOnly: false, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          ...route(z),
          reason: z
            .string()
            .min(1)
            .max(MAX_REASON_LENGTH)
            .describe('Why; goes into the commit and the pull request'),
          plan: z
            .string()
            .max(100)
            .optional()
            .describe('Identity of the plan that was seen'),
        }),
      output: z =>
        promotionOutput(z).extend({
          made: z.boolean().describe('False where it was under way already'),
        }),
    },
    async action({ input, credentials }) {
      const { promotion, made } = await calls.promote(input, credentials);
      return { output: { ...promotionOf(promotion), made } };
    },
  });
}

function promotionStatus({ registry, calls }: RegisterActionsOptions) {
  registry.register({
    name: 'promotion-status',
    title: 'Status of a promotion',
    description: 'How far a promotion is, and what it waits for.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => z.object({ id: z.string().max(100) }),
      output: promotionOutput,
    },
    async action({ input, credentials }) {
      return { output: promotionOf(await calls.get(input.id, credentials)) };
    },
  });
}
