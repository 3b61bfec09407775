import type {
  ApplicationDeployment,
  Environment,
  EnvironmentDeployment,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import type { Claim } from '../ownership/Claim';
import { ServiceAccess } from './ServiceAccess';
import { visibleDeployments } from './visibleDeployments';

const environments = ['dev', 'production'].map(
  name => ({ name } as Environment),
);

type Held = Pick<Claim, 'isOwn' | 'isVisible'>;
const visible: Held = { isOwn: true, isVisible: true };
const hidden: Held = { isOwn: true, isVisible: false };
const foreign: Held = { isOwn: false, isVisible: false };

/** A service with Applications in environments, by what the caller may see of each. */
function seen(
  held: Record<string, readonly Held[]>,
  permitted: string[],
  inNoEnvironment = 1,
): ServiceDeployments {
  const found = Object.entries(held).map(([environment, claims]) => ({
    environment,
    title: environment,
    claims: claims.map((one, index) => ({
      ...one,
      environment,
      application: {
        instance: 'eu',
        namespace: 'argocd',
        name: `${environment}-${index}`,
      },
    })),
  }));
  const deployments: ServiceDeployments = {
    service: 'component:default/orders',
    environments: found.map(
      ({ environment, title, claims }) =>
        ({
          environment,
          title,
          state: claims.length > 0 ? 'healthy' : 'notDeployed',
          applications: claims.map(
            ({ application }) =>
              ({
                ...application,
                state: 'healthy',
                remarks: [] as unknown[],
              } as ApplicationDeployment),
          ),
        } as EnvironmentDeployment),
    ),
    selector: 'app.kubernetes.io/name=orders',
    instances: [],
    problems: [],
    isRestricted: false,
    previews: [],
  };
  const access = new ServiceAccess({
    answer: { deployments, body: '', etag: '' },
    claims: found.flatMap(({ claims }) => claims) as unknown as Claim[],
    problems: [
      {
        code: 'sharedClaim',
        params: { entities: [], areSomeHidden: true, label: 'app' },
        annotation: 'argocd/app-name',
        message: 'Shared.',
      },
    ],
    permits: (name: string) => permitted.includes(name),
  } as unknown as ServiceAccess);
  return visibleDeployments(access, {
    environments: {
      all: () => environments,
      areConfigured: true,
      canHold: () => true,
    },
    inventory: { count: () => inNoEnvironment },
  });
}

const shown = ({ environments: all }: ServiceDeployments) =>
  Object.fromEntries(
    all.map(({ environment, state, applications }) => [
      environment,
      applications.length > 0 ? applications.map(({ name }) => name) : state,
    ]),
  );

it('is all, and what is wrong with it, where the caller may see every environment', () => {
  const all = seen(
    { dev: [visible], production: [visible, visible], '': [visible] },
    ['dev', 'production', ''],
  );
  expect(shown(all)).toEqual({
    dev: ['dev-0'],
    production: ['production-0', 'production-1'],
    '': ['-0'],
  });
  expect(all.isRestricted).toBe(false);
  expect(all.problems).toMatchObject([{ code: 'sharedClaim' }]);
});

it('leaves out what may not be seen, and says so', () => {
  const answer = seen({ dev: [visible], production: [hidden] }, ['dev', '']);
  expect(shown(answer)).toEqual({ dev: ['dev-0'] });
  expect(answer.isRestricted).toBe(true);
});

it('does not tell whether the service has something in an environment that the caller may not see', () => {
  const here = seen({ dev: [visible], production: [hidden] }, ['dev', '']);
  const notThere = seen({ dev: [visible], production: [] }, ['dev', '']);
  expect(notThere).toEqual(here);
  expect(seen({}, ['dev', '']).isRestricted).toBe(true);
});

it('does not call a caller restricted who may see all environments by name, while no Application of any service is outside them', () => {
  const all = { dev: [visible], production: [visible] };
  const names = ['dev', 'production'];
  expect(seen(all, names, 0).isRestricted).toBe(false);
  expect(seen(all, names, 1).isRestricted).toBe(true);
  expect(seen(all, ['dev'], 0).isRestricted).toBe(true);
});

it('treats hidden Applications of others as if they did not exist', () => {
  const all = ['dev', 'production', ''];
  const answer = seen({ dev: [visible, foreign], production: [foreign] }, all);
  expect(shown(answer)).toEqual({ dev: ['dev-0'], production: 'notDeployed' });
  expect(answer.isRestricted).toBe(false);
  expect(seen({ dev: [foreign], production: [] }, all).environments).toEqual(
    [],
  );
});

it('never says that nothing is deployed where something of the service is hidden', () => {
  const answer = seen({ dev: [visible], production: [hidden] }, [
    'dev',
    'production',
    '',
  ]);
  expect(shown(answer)).toEqual({ dev: ['dev-0'] });
  expect(answer.isRestricted).toBe(true);
});
