import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  BackstageCredentials,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { ClaimProblem } from 'backstage-plugin-gitops-common';
import { ifOwner, ifRule } from '../__testUtils__/ownersPolicy';
import { RecordedServer } from '../__testUtils__/RecordedServer';
import {
  component,
  eventually,
  startGitops,
} from '../__testUtils__/startGitops';

jest.setTimeout(60_000);

const ana = 'user:default/ana';
/** Sees the Applications of one project */
const bob = 'user:default/bob';
/** Is not shown one of the entities by the catalog */
const dora = 'user:default/dora';
/** Does not operate the platform */
const cem = 'user:default/cem';

let argocd: RecordedServer;
let stop: () => Promise<void>;
let get: (path: string, user?: string) => any;

const entities = [
  component('orders'),
  component('payments'),
  component('legacy', { 'argocd/app-name': 'legacy-production' }),
  component('other', {
    'argocd/app-selector': 'app.kubernetes.io/name=orders',
  }),
];

/** A catalog that hides an entity from one user. */
function catalogOf() {
  const catalog = catalogServiceMock({ entities });
  return {
    ...catalog,
    streamEntities: catalog.streamEntities.bind(catalog),
    async getEntitiesByRefs(
      ...[request, options]: Parameters<typeof catalog.getEntitiesByRefs>
    ) {
      const { items } = await catalog.getEntitiesByRefs(request, options);
      const isHidden = userOf(options) === dora;
      return {
        items: items.map((one, index) =>
          isHidden && request.entityRefs[index].endsWith('/other')
            ? undefined
            : one,
        ),
      };
    },
  };
}

beforeAll(async () => {
  argocd = await RecordedServer.start();
  const gitops = await startGitops({
    gitops: {
      argocd: {
        instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
      },
      environments: [{ name: 'dev' }, { name: 'production' }],
    },
    features: [
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: catalogOf,
      }),
      mockServices.permissions.mock({
        authorize: async (questions, options) =>
          questions.map(() => ({
            result:
              userOf(options) === cem
                ? AuthorizeResult.DENY
                : AuthorizeResult.ALLOW,
          })),
        authorizeConditional: async (questions, options) =>
          questions.map(({ permission: { name } }) => {
            if (userOf(options) === bob && name === 'gitops.deployment.read')
              return ifRule('IN_PROJECT', { projects: ['team-a'] });
            return userOf(options) === dora && name === 'catalog.entity.read'
              ? ifOwner(dora)
              : { result: AuthorizeResult.ALLOW };
          }),
      }).factory,
    ],
  });
  stop = gitops.stop;
  get = (path, user = ana) =>
    gitops
      .get(`/v1/applications${path}`)
      .set('authorization', mockCredentials.user.header(user));
  await eventually(
    () => gitops.get('/v1/instances'),
    ({ body }) => body.items?.[0].applications === argocd.items.length,
  );
});
afterAll(async () => {
  await stop?.();
  await argocd.stop();
});

function userOf(options: unknown): string {
  const { principal } = (options as { credentials: BackstageCredentials<any> })
    .credentials;
  return principal.userEntityRef;
}

const namesIn = ({ body }: { body: { items: ClaimProblem[] } }) =>
  body.items.map(({ name }) => name);

it('lists the Applications that no service claims, each with why and where it is in Argo CD', async () => {
  const answer = await get('?unclaimed=service');
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    nextCursor: null,
    total: answer.body.items.length,
    serviceLabel: 'app.kubernetes.io/name',
  });
  expect(answer.body.items).toContainEqual({
    code: 'unknownLabel',
    instance: 'eu',
    namespace: 'argocd',
    name: 'search-dev',
    project: expect.any(String),
    environment: 'dev',
    label: 'search',
    owners: [],
    claimedBy: [],
    hiddenClaims: 0,
    url: `${argocd.url}/applications/argocd/search-dev`,
  });
  expect(answer.body.items).toContainEqual(
    expect.objectContaining({
      code: 'noLabel',
      name: 'environment-dev',
      label: null,
    }),
  );
  for (const owned of ['orders-dev', 'legacy-production'])
    expect(namesIn(answer)).not.toContain(owned);
});

it('lists the Applications that fit no configured environment', async () => {
  const answer = await get('?unclaimed=environment');
  expect(namesIn(answer)).toContain('search-test');
  expect(namesIn(answer)).not.toContain('search-dev');
  expect(
    new Set(answer.body.items.map((one: ClaimProblem) => one.code)),
  ).toEqual(new Set(['noEnvironment']));
});

it('lists the Applications that an entity refers to and does not own', async () => {
  const answer = await get('?claims=colliding');
  expect(namesIn(answer)).toContain('orders-production');
  expect(answer.body.items[0]).toMatchObject({
    code: 'ownedByOther',
    owners: ['component:default/orders'],
    claimedBy: ['component:default/other'],
  });
});

it('answers page by page, without a gap and without repeating an Application', async () => {
  const whole = namesIn(await get('?unclaimed=service'));
  const paged: string[] = [];
  let cursor = '';
  do {
    const page = await get(`?unclaimed=service&limit=7${cursor}`);
    expect(page.body.total).toBe(whole.length);
    paged.push(...namesIn(page));
    cursor = page.body.nextCursor ? `&cursor=${page.body.nextCursor}` : '';
  } while (cursor);
  expect(paged).toEqual(whole);
});

it('finds those that contain a text, whatever its case, and counts them', async () => {
  const whole = namesIn(await get('?unclaimed=service'));
  const found = await get('?unclaimed=service&q=SEARCH-');
  expect(namesIn(found)).toEqual(
    whole.filter((name: string) => name.includes('search-')),
  );
  expect(found.body.total).toBe(found.body.items.length);
  const none = await get('?unclaimed=service&q=no-such-application');
  expect(none.body).toMatchObject({ items: [], total: 0, nextCursor: null });
});

it('answers 304 to who has the same answer', async () => {
  const { headers } = await get('?unclaimed=service');
  const again = await get('?unclaimed=service').set(
    'If-None-Match',
    headers.etag,
  );
  expect(again.status).toBe(304);
});

it('shows those who see one project the Applications of that project', async () => {
  const everything = await get('?unclaimed=service');
  const answer = await get('?unclaimed=service', bob);
  const projects = answer.body.items.map(
    ({ project }: ClaimProblem) => project,
  );
  expect(new Set(projects)).toEqual(new Set(['team-a']));
  expect(answer.body.total).toBe(
    everything.body.items.filter(
      ({ project }: ClaimProblem) => project === 'team-a',
    ).length,
  );
});

it('counts the entities that the catalog does not show to the caller, without naming them', async () => {
  const { body } = await get('?claims=colliding', dora);
  expect(body.items[0]).toMatchObject({
    owners: ['component:default/orders'],
    claimedBy: [],
    hiddenClaims: 1,
  });
  expect(JSON.stringify(body)).not.toContain('/other');
});

it('refuses those who may not see the instances', async () => {
  const { status, body } = await get('?unclaimed=service', cem);
  expect(status).toBe(403);
  expect(body.error.message).toContain('gitops.instance.read');
});

it.each([
  '',
  '?unclaimed=service&claims=colliding',
  '?unclaimed=owner',
  '?unclaimed=service&limit=0',
  '?unclaimed=service&cursor=%2F',
])(
  'refuses a request that does not name one list, or names it wrongly: %s',
  async query => expect((await get(query)).status).toBe(400),
);
