import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { Fleet } from 'backstage-plugin-gitops-common';
import { fleetSchema } from 'backstage-plugin-gitops-common';
import type { EndedRun, LastingRun } from '../answers/FleetHistory';
import { application, diagnosis } from './builtEntry';
import { emptyInventory } from './emptyInventory';
import { FakeClock } from './FakeClock';
import type { Application } from '../argocd/Application';
import { labelledEnvironments } from '../environments/Environments';
import { ServiceLocator } from '../environments/ServiceLocator';
import { judge } from '../judgement/judge';
import type { PromotionRecord } from '../promotions/store/Records';
import { FleetCalls } from '../api/FleetCalls';
import { gitopsDeploymentRules } from '../api/permissions';
import { Policy } from '../api/Policy';
import { ShownEntities } from '../api/ShownEntities';

/** Sees everything. */
export const ana = mockCredentials.user('user:default/ana');
/** Sees what the test's rights let him. */
export const bob = mockCredentials.user('user:default/bob');
export const label = 'app.kubernetes.io/name';

export function of(
  service: string,
  environment: string,
  given = {},
): Application {
  return application({
    name: `${service}-${environment}`,
    labels: { [label]: service, environment },
    ...given,
  });
}

/**
 * What is answered of a fleet without a portal around it.
 *
 * @param rights - what bob may see; ana may see everything
 */
export function fleetOf(
  applications: Application[],
  entities: Entity[],
  rights: Record<string, PolicyDecision> = {},
) {
  const clock = new FakeClock();
  const inventory = emptyInventory({ clock });
  inventory.observed(applications, 'list');
  const auth = mockServices.auth();
  const catalog = catalogServiceMock({ entities });
  const getEntitiesByRefs = jest.spyOn(catalog, 'getEntitiesByRefs');
  const onInstance: ((name: string) => void)[] = [];
  let byRef = new Map<string, Entity>();
  let staleSince: string | null = null;
  const signals: number[] = [];
  let underWay: PromotionRecord[] = [];
  let runs: LastingRun[] = [];
  let endedRuns: EndedRun[] = [];
  const policy = new Policy({
    permissions: mockServices.permissions.mock({
      authorizeConditional: async (questions, options) =>
        questions.map(({ permission: { name } }) => {
          const { principal } = options!.credentials as typeof bob;
          return (
            (principal.userEntityRef === bob.principal.userEntityRef &&
              rights[name]) || { result: AuthorizeResult.ALLOW }
          );
        }),
    }),
    permissionsRegistry: mockServices.permissionsRegistry.mock({
      getPermissionRuleset: () => ({
        getRuleByName: (name: string) =>
          Object.values(gitopsDeploymentRules).find(
            one => one.name === name,
          ) as never,
      }),
    }),
  });
  const calls = new FleetCalls({
    access: { anything: async () => {} },
    auth,
    catalog,
    entities: {
      async get(ref) {
        // A test may add some
        if (byRef.size !== entities.length)
          byRef = new Map(entities.map(one => [stringifyEntityRef(one), one]));
        return byRef.get(ref);
      },
    },
    clock,
    logger: mockServices.logger.mock(),
    onChange: () => signals.push(clock.now()),
    promotionsUnderWay: async () => underWay,
    async *lastingRuns() {
      yield runs;
    },
    endedRuns: async () => endedRuns,
    policy,
    shown: new ShownEntities({ catalog, policy }),
    gitops: {
      inventory,
      locator: new ServiceLocator({
        serviceLabel: label,
        instances: ['eu-central'],
        catalogNamespaces: ['default'],
      }),
      environments: labelledEnvironments(() => inventory.values('environment')),
      environmentOf: ({ labels }) => labels.environment ?? '',
      deploymentOf: one => ({
        ...judge({ application: one, diagnosis: diagnosis() }, clock.now()),
        ...(one.labels.runs && {
          versions: [one.labels.runs],
          running: one.labels.runs,
        }),
        staleSince,
        images: [],
        instance: one.instance,
        namespace: one.namespace,
        name: one.name,
        project: one.project,
        sync: null,
        health: null,
        operationPhase: null,
        revision: null,
        url: '',
      }),
      onInstanceChange: listener => onInstance.push(listener),
      instances: () => [
        {
          name: 'eu-central',
          url: '',
          status: 'connected',
          staleSince,
          problem: null,
          reason: null,
          advice: null,
          lastList: null,
          lastEvent: null,
          applications: 0,
          malformed: 0,
        },
      ],
      signal: new AbortController().signal,
    },
  });
  return {
    calls,
    clock,
    inventory,
    signals,
    getEntitiesByRefs,
    promote(...records: PromotionRecord[]) {
      underWay = records;
      calls.promotionsChanged();
    },
    record(...recorded: LastingRun[]) {
      runs = recorded;
    },
    recordEnded(...ended: EndedRun[]) {
      endedRuns = ended;
    },
    setStale(since: string | null) {
      staleSince = since;
      for (const listener of onInstance) listener('eu-central');
    },
    /** The answer as it is sent. */
    text: (query: { since?: string }, credentials = ana): Promise<string> =>
      calls.read(query, credentials),
    async only(filter: { owner?: string; system?: string; since?: string }) {
      const { services } = fleetSchema.parse(
        JSON.parse(await calls.read(filter, ana)),
      );
      return services.map(({ ref }) => ref);
    },
    async read(since?: string, credentials = ana): Promise<Fleet> {
      return fleetSchema.parse(
        JSON.parse(await calls.read({ since }, credentials)),
      );
    },
  };
}

/** What is answered in each cell, in short. */
export const cells = ({ services }: Fleet) =>
  Object.fromEntries(
    services.map(({ ref, cells: byName }) => [
      ref.split('/')[1],
      Object.fromEntries(
        Object.entries(byName).map(([name, { state, running }]) => [
          name,
          `${state} ${running.join(', ')}`,
        ]),
      ),
    ]),
  );
