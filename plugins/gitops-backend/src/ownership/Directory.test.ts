import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { application } from '../__testUtils__/builtEntry';
import { component } from '../__testUtils__/startGitops';
import { turnsDuring } from '../__testUtils__/turnsDuring';
import { ServiceLocator } from '../environments/ServiceLocator';
import { readDirectory } from './Directory';

const label = 'app.kubernetes.io/name';
const names = Array.from({ length: 10_000 }, (_, index) => `svc-${index}`);
const applications = names.flatMap(name =>
  ['staging', 'production'].map(environment =>
    application({
      name: `${name}-${environment}`,
      labels: { [label]: name, environment },
    }),
  ),
);

/** @param get - tells what the catalog has of a Component, by its name */
function reading(get: (name: string) => Promise<boolean>) {
  return readDirectory(applications, {
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities: [] }),
    entities: {
      async get(ref) {
        const name = ref.split('/')[1];
        return (await get(name)) ? component(name) : undefined;
      },
    },
    locator: new ServiceLocator({
      serviceLabel: label,
      instances: ['eu-central'],
      catalogNamespaces: ['default'],
    }),
  });
}

it('lets others have their turns while it looks at twenty thousand Applications', async () => {
  expect(await turnsDuring(() => reading(async () => true))).toBeGreaterThan(
    200,
  );
});

it('has some hundred questions to the catalog open at a time, and asks each once', async () => {
  const asked: string[] = [];
  let open = 0;
  let mostOpen = 0;
  const directory = await reading(async name => {
    asked.push(name);
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    await new Promise(resolve => setImmediate(resolve));
    open -= 1;
    return name !== 'svc-9999';
  });
  expect(asked).toEqual(names);
  expect(mostOpen).toBe(500);
  const ownersOf = (index: number) =>
    directory
      .claimsOf(applications[index])
      .ownership.owners.map(({ metadata }) => metadata.name);
  expect(ownersOf(1)).toEqual(['svc-0']);
  expect(ownersOf(19_999)).toEqual([]);
  expect(directory.covers(applications[19_999])).toBe(true);
});
