import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  Freeze,
  GateAnswer,
  Promotion,
} from 'backstage-plugin-gitops-common';
import { capturingAuditor } from './__testUtils__/capturingAuditor';
import { ifOwner, ifRule, policyOf } from './__testUtils__/ownersPolicy';
import { component } from './__testUtils__/startGitops';
import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

const ledger = 'component:default/ledger';
const orders = 'component:default/orders';
const { ALLOW, DENY } = AuthorizeResult;
const audit = capturingAuditor();

/**
 * Ana may do everything. Owen freezes what team-a owns; Pia freezes in preprod; Rita reads; Hal
 * sees preprod only; Sam sees nothing.
 */
function decide(user: string, permission: string): PolicyDecision | undefined {
  const isRead = permission.endsWith('.read');
  switch (user) {
    case 'user:default/ana':
      return { result: ALLOW };
    case 'user:default/owen':
      return isRead ? { result: ALLOW } : ifOwner('group:default/team-a');
    case 'user:default/pia':
      return isRead
        ? { result: ALLOW }
        : ifRule('IN_ENVIRONMENT', { environments: ['preprod'] });
    case 'user:default/hal':
      return permission === 'gitops.deployment.read'
        ? ifRule('IN_ENVIRONMENT', { environments: ['preprod'] })
        : { result: permission === 'catalog.entity.read' ? ALLOW : DENY };
    case 'user:default/sam':
      return { result: DENY };
    default:
      return { result: isRead ? ALLOW : DENY };
  }
}

let lab: Promotable;
let replica: Replica;

beforeAll(async () => {
  lab = await startPromotions();
  replica = await lab.replica({
    features: [policyOf(decide)],
    auditor: audit.factory,
    entities: [component('catalog', {}, 'group:default/team-b')],
  });
});
afterAll(() => lab.close());

const hold = {
  services: [ledger],
  environments: ['preprod'],
  reason: 'Incident 4711',
};
const create = (body: object, user?: string) =>
  replica.post('freezes', body, user);
const end = (id: string, user?: string) =>
  replica.post(`freezes/${id}/end`, {}, user);
async function listed(user?: string, query = ''): Promise<Freeze[]> {
  return (await replica.get(`freezes${query}`, user).expect(200)).body.items;
}
async function frozen(body: object, user?: string): Promise<Freeze> {
  return (await create(body, user).expect(201)).body.freeze;
}
afterEach(async () => {
  for (const { id } of await listed()) await end(id).expect(200);
});

/** What the gate says of a promotion of a service to preprod. */
async function gate(service = ledger): Promise<GateAnswer | undefined> {
  const { body } = await replica
    .post('promotions/plan', { service, from: 'staging', to: 'preprod' })
    .expect(200);
  return body.gates.find((one: GateAnswer) => one.gate === 'freeze');
}

describe('a freeze at run time', () => {
  it('stops the request of a promotion until somebody ends it', async () => {
    const freeze = await frozen(hold);
    expect(freeze).toMatchObject({
      ...hold,
      until: null,
      timeZone: 'UTC',
      createdBy: { ref: 'user:default/ana' },
      endedBy: null,
      endedAt: null,
      canEnd: true,
    });
    const sentence =
      'ledger is on hold in preprod with no end date: Incident 4711 (user:default/ana).';
    expect(await gate()).toMatchObject({ result: 'block', sentence });
    const refusal = await replica
      .post('promotions', {
        service: ledger,
        from: 'staging',
        to: 'preprod',
        reason: 'a',
      })
      .expect(409);
    expect(refusal.body.error.message).toContain(sentence);
    expect(await replica.transition('ledger', 'preprod')).toMatchObject({
      state: 'waiting',
      reason: { code: 'frozenByPerson', params: { freeze: freeze.id } },
    });
    expect(await gate(orders)).toBeUndefined();

    const ended = (await end(freeze.id).expect(200)).body;
    expect(ended).toMatchObject({
      endedBy: { ref: 'user:default/ana' },
      canEnd: false,
    });
    expect(await gate()).toBeUndefined();
    expect(await replica.transition('ledger', 'preprod')).toMatchObject({
      state: 'available',
    });
    const [last] = await listed(undefined, '?ended=true');
    expect(last).toEqual(ended);
  });

  it('that begins while the pull request is open stops the merge in the portal, and its end lets it', async () => {
    const promotion: Promotion = await replica.untilOpen(
      await replica.promote('ledger', 'staging', 'preprod'),
    );
    const freeze = await frozen({
      ...hold,
      services: ['*'],
      environments: ['*'],
    });
    const refusal = await replica
      .post(`promotions/${promotion.id}/merge`)
      .expect(409);
    expect(refusal.body.error.message).toBe(
      'preprod is frozen with no end date: Incident 4711 (user:default/ana).',
    );
    await end(freeze.id).expect(200);
    await replica.post(`promotions/${promotion.id}/merge`).expect(200);
  });

  it('that is asked for twice is one', async () => {
    const { body: first } = await create(hold).expect(201);
    const { body: second } = await create(hold).expect(200);
    expect(second).toEqual({ freeze: first.freeze, made: false });
    expect(await listed()).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['no reason', { ...hold, reason: ' ' }, 'reason is empty'],
    [
      'a reason of several lines',
      { ...hold, reason: 'a\nb' },
      'reason has to be one line, without control characters',
    ],
    [
      'a long reason',
      { ...hold, reason: 'a'.repeat(501) },
      'reason is longer than 500 characters',
    ],
    ['no scope', { reason: 'a' }, 'services is missing'],
    ['an empty scope', { ...hold, services: [] }, 'services is empty'],
    [
      'everything besides names',
      { ...hold, services: ['*', ledger] },
      'services has to be "*" alone, or names without it',
    ],
    [
      'an unknown environment',
      { ...hold, environments: ['prod'] },
      'There is no environment prod. There are: dev, test, staging, preprod, production',
    ],
    [
      'an environment that no gate guards',
      { ...hold, environments: ['dev'] },
      'A freeze does not stop Argo CD Image Updater, which moves versions to dev',
    ],
    [
      'an end in the past',
      { ...hold, until: '2020-01-01T00:00:00Z' },
      'would end before it begins',
    ],
    [
      'an unknown time zone',
      { ...hold, timeZone: 'Berlin' },
      'timeZone has to be an IANA time zone: Europe/Berlin',
    ],
  ])('with %s is refused', async (_, body, message) => {
    const answer = await create(body).expect(400);
    expect(answer.body.error.message).toContain(message);
    expect(await listed()).toEqual([]);
  });
});

describe('who may freeze, and end a freeze', () => {
  const refusals: [who: string, user: string, body: object, status: number][] =
    [
      ['who may not', 'rita', hold, 403],
      [
        'who owns another service',
        'owen',
        { ...hold, services: ['component:default/catalog'] },
        403,
      ],
      [
        'who owns one of two services',
        'owen',
        { ...hold, services: [ledger, 'component:default/catalog'] },
        403,
      ],
      [
        'who may in another environment',
        'pia',
        { ...hold, environments: ['production'] },
        403,
      ],
      [
        'who may in some environments',
        'pia',
        { ...hold, environments: ['*'] },
        403,
      ],
      [
        'who may by conditions, every service',
        'owen',
        { ...hold, services: ['*'] },
        403,
      ],
      [
        'who does not see the environment',
        'hal',
        { ...hold, environments: ['production'] },
        404,
      ],
      ['who sees nothing', 'sam', hold, 404],
      [
        'an entity that only refers to the Applications of another',
        'ana',
        { ...hold, services: ['component:default/borrowed'] },
        403,
      ],
      [
        'a service that does not exist',
        'ana',
        { ...hold, services: ['component:default/gone'] },
        404,
      ],
    ];

  it.each(refusals)(
    '%s (%s) is refused, and nothing is frozen',
    async (_, user, body, status) => {
      await create(body, user).expect(status);
      expect(await listed()).toEqual([]);
    },
  );

  it.each([
    ['rita', 403],
    ['owen', 403],
    ['pia', 403],
    ['hal', 403],
    ['sam', 404],
  ])('%s may not end a freeze of every service', async (user, status) => {
    const freeze = await frozen({ ...hold, services: ['*'] });
    await end(freeze.id, user).expect(status);
    expect(await listed()).toHaveLength(1);
  });

  it('owners freeze their own service and end that, and others in the environments that they may', async () => {
    const byOwner = await frozen(hold, 'owen');
    await end(byOwner.id, 'owen').expect(200);
    const byOther = await frozen({ ...hold, reason: 'Again' }, 'pia');
    expect((await listed('owen'))[0]).toMatchObject({
      id: byOther.id,
      canEnd: true,
    });
    expect((await listed('rita'))[0]).toMatchObject({ canEnd: false });
    await end(byOther.id, 'rita').expect(403);
    await end(byOther.id, 'owen').expect(200);
  });

  it('is told with the freezes of a service', async () => {
    const may = async (user: string, service = ledger) => {
      const { body } = await replica.get(`freezes?service=${service}`, user);
      return [body.mayFreeze, body.mayFreezeAll];
    };
    const guarded = ['test', 'staging', 'preprod', 'production'];
    expect(await may('ana')).toEqual([guarded, true]);
    expect(await may('owen')).toEqual([guarded, false]);
    expect(await may('owen', 'component:default/catalog')).toEqual([[], false]);
    expect(await may('pia')).toEqual([['preprod'], false]);
    expect(await may('rita')).toEqual([[], false]);
  });

  it('is told with all freezes: of every service, for those who may freeze that', async () => {
    const may = async (user: string) => {
      const { body } = await replica.get('freezes', user);
      return [body.mayFreeze, body.mayFreezeAll, body.mayFreezeSome];
    };
    expect(await may('ana')).toEqual([
      ['test', 'staging', 'preprod', 'production'],
      true,
      true,
    ]);
    expect(await may('owen')).toEqual([[], false, true]);
    expect(await may('rita')).toEqual([[], false, false]);
  });

  it('is audited, with those who were refused', async () => {
    audit.events.length = 0;
    const freeze = await frozen(hold);
    await create(hold, 'rita').expect(403);
    await end(freeze.id, 'rita').expect(403);
    await end(freeze.id, 'owen').expect(200);
    const events = audit.events.filter(({ eventId }) =>
      eventId.startsWith('freeze-'),
    );
    expect(events).toMatchObject([
      {
        eventId: 'freeze-create',
        meta: { ...hold, by: 'user:default/ana' },
        outcome: 'success',
      },
      {
        eventId: 'freeze-create',
        meta: { by: 'user:default/rita' },
        outcome:
          'You may not do that with component:default/ledger in preprod (gitops.freeze.create)',
      },
      {
        eventId: 'freeze-end',
        meta: { id: freeze.id, by: 'user:default/rita' },
        outcome: expect.stringContaining('gitops.freeze.end'),
      },
      {
        eventId: 'freeze-end',
        meta: { id: freeze.id, by: 'user:default/owen' },
        outcome: 'success',
      },
    ]);
  });
});

describe('what callers see of freezes', () => {
  it('is what concerns what they may see, without the names of what they may not', async () => {
    await frozen({ ...hold, environments: ['production'], reason: 'one' });
    await frozen({
      ...hold,
      services: ['*'],
      environments: ['production'],
      reason: 'two',
    });
    await frozen({
      services: ['*'],
      environments: ['preprod', 'production'],
      reason: 'three',
    });
    const reasons = async (user: string, query?: string) =>
      (await listed(user, query)).map(({ reason }) => reason);
    expect(await reasons('rita')).toEqual(['three', 'two', 'one']);
    expect(await listed('hal')).toMatchObject([
      { reason: 'three', environments: ['preprod'], canEnd: false },
    ]);
    expect(await listed('hal', `?service=${ledger}`)).toMatchObject([
      { reason: 'three', environments: ['preprod'] },
    ]);
    expect(await reasons('rita', `?service=${orders}`)).toEqual([
      'three',
      'two',
    ]);
    await replica.get('freezes', 'sam').expect(403);
    await replica.get(`freezes?service=${ledger}`, 'sam').expect(404);
  });
});
