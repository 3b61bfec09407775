import type {
  Environment,
  EnvironmentDeployment,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { taggedJson } from './answer';
import { visibleDeployments } from './visibleDeployments';

const environments = ['dev', 'production'].map(
  name => ({ name } as Environment),
);

function deploymentsIn(...names: string[]): ServiceDeployments {
  return {
    service: 'component:default/orders',
    environments: names.map(
      environment => ({ environment } as EnvironmentDeployment),
    ),
    selector: 'app.kubernetes.io/name=orders',
    instances: [],
    problems: [],
    isRestricted: false,
  };
}

const seen = (
  deployments: ServiceDeployments,
  names: string[],
  isAnyInNoEnvironment = true,
) =>
  visibleDeployments(
    deployments,
    { sees: name => names.includes(name) },
    {
      environments: { all: () => environments },
      isAnyInNoEnvironment: () => isAnyInNoEnvironment,
    },
  );

it('is all, with the same tag, where the caller may see every environment', () => {
  const all = deploymentsIn('dev', 'production', '');
  const visible = seen(all, ['dev', 'production', '']);
  expect(visible).toEqual(all);
  expect(taggedJson(visible).etag).toBe(taggedJson(all).etag);
});

it('leaves out what may not be seen, and says so', () => {
  const all = deploymentsIn('dev', 'production');
  expect(seen(all, ['dev', ''])).toMatchObject({
    environments: [{ environment: 'dev' }],
    isRestricted: true,
  });
});

it('does not tell whether the service has something there', () => {
  const here = seen(deploymentsIn('dev', 'production'), ['dev', '']);
  const notThere = seen(deploymentsIn('dev'), ['dev', '']);
  expect(notThere).toEqual(here);
  expect(seen(deploymentsIn(), ['dev', '']).isRestricted).toBe(true);
});

it('does not call a caller restricted who may see all environments by name, while no Application of any service is outside them', () => {
  const all = deploymentsIn('dev', 'production');
  const names = ['dev', 'production'];
  expect(seen(all, names, false)).toEqual(all);
  expect(seen(all, names, true).isRestricted).toBe(true);
  expect(seen(all, ['dev'], false).isRestricted).toBe(true);
});
