import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import type { Promotion } from 'backstage-plugin-gitops-common';
import { capturingAuditor } from './__testUtils__/capturingAuditor';
import { component, eventually } from './__testUtils__/startGitops';
import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

let lab: Promotable;

beforeEach(async () => {
  lab = await startPromotions();
});
afterEach(() => lab.close());

const service = 'component:default/ledger';

/** Only services that say so are promoted automatically, to preprod. */
const environments = (more: JsonObject = {}): JsonObject[] => [
  { name: 'dev', promotion: 'imageUpdater' },
  { name: 'test', promotion: 'workflow' },
  { name: 'staging', promotion: 'workflow' },
  {
    name: 'preprod',
    promotion: {
      mode: 'pullRequest',
      merge: { method: 'squash', whenReady: true },
      servicesMaySet: ['auto'],
      ...more,
    },
  },
  { name: 'production', promotion: 'pullRequest' },
];

const ledger = component('ledger', {
  'gitops/promotion': 'preprod: { auto: true }',
});

/** The promotions of ledger, newest first, as soon as there are so many. */
function promotions(replica: Replica, count = 1): Promise<Promotion[]> {
  return eventually(
    async () => (await replica.get(`promotions?service=${service}`)).body.items,
    (items: Promotion[]) => items.length >= count,
  );
}

function resume(replica: Replica, to: string, user?: string) {
  return replica.post(
    'services/component/default/ledger/automatic-promotion/resume',
    { to },
    user,
  );
}

/** Everybody may do everything, but `reader` may only read. */
const decide = async (
  requests: { permission: unknown }[],
  { credentials }: { credentials?: unknown } = {},
) =>
  requests.map(({ permission }) => {
    const { principal } = credentials as {
      principal: { userEntityRef?: string };
    };
    const mayAct = principal.userEntityRef !== 'user:default/reader';
    const isRead = /[.]read$/.test((permission as { name: string }).name);
    return {
      result: mayAct || isRead ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
    } as { result: AuthorizeResult.ALLOW } | { result: AuthorizeResult.DENY };
  });
const readersOnly = mockServices.permissions.mock({
  authorize: decide,
  authorizeConditional: decide,
}).factory;

describe('automatic promotion', () => {
  it('requests what runs in the source, in the name of the portal, and says why', async () => {
    const { factory, events } = capturingAuditor();
    const replica = await lab.replica({
      auditor: factory,
      environments: environments(),
      entities: [
        component('ledger', {
          ...ledger.metadata.annotations,
          'backstage.io/source-location': `url:${
            lab.sandbox.forge!.url
          }/shop/services/src/branch/main/ledger/`,
        }),
      ],
      comparesVersions: true,
    });
    const [item] = await promotions(replica);
    const promotion = await replica.untilOpen(item);
    expect(promotion).toMatchObject({
      from: 'staging',
      to: 'preprod',
      version: '1.7.10',
      requestedBy: { ref: 'auto:gitops', name: 'Automatic promotion' },
      reason: expect.stringMatching(
        /^Requested automatically: the gates of preprod pass for 1.7.10, which has been healthy in staging since /,
      ),
      automatic: {
        code: 'gatesPass',
        params: {
          version: '1.7.10',
          source: 'staging',
          environment: 'preprod',
          healthySince: expect.any(String),
        },
      },
      overridden: false,
    });
    const [pull] = await lab.pulls();
    expect(pull.body).toContain('Requested automatically: the gates of');
    expect(pull.body).toContain('in shop/services');
    expect(
      events.find(({ eventId }) => eventId === 'promotion-request'),
    ).toMatchObject({
      meta: expect.objectContaining({ service, by: 'auto:gitops' }),
    });
    expect((await replica.transition('ledger', 'preprod')).automatic).toEqual({
      code: 'followsSource',
      params: { source: 'staging' },
      sentence: 'Promotes itself from staging.',
    });
  });

  it('stops after a failure and says so, until somebody resumes it who may promote there', async () => {
    const { factory, events } = capturingAuditor();
    const replica = await lab.replica({
      auditor: factory,
      environments: environments(),
      entities: [ledger],
    });
    const [item] = await promotions(replica);
    const opened = await replica.untilOpen(item);
    // Merged into another branch than the one that was planned, it has failed
    const { number } = opened.pullRequests[0];
    await lab.forge('POST', 'branches', {
      new_branch_name: 'next',
      old_branch_name: 'main',
    });
    await lab.forge('PATCH', `pulls/${number}`, { base: 'next' });
    await lab.forge('POST', `pulls/${number}/merge`, { Do: 'merge' });
    expect((await replica.untilEnded(opened)).state).toBe('failed');
    const stopped = await eventually(
      () => replica.transition('ledger', 'preprod'),
      ({ automatic }) => automatic?.code === 'stoppedAfterFailure',
    );
    expect(stopped).toMatchObject({
      automatic: { params: { version: '1.7.10', environment: 'preprod' } },
      mayResume: true,
    });

    await resume(replica, 'production').expect(400);
    expect(await promotions(replica)).toHaveLength(1);
    await resume(replica, 'preprod').expect(200, { done: true });
    expect(
      events.find(({ eventId }) => eventId === 'automatic-promotion-resume'),
    ).toMatchObject({ meta: { service, to: 'production' } });
    const [again] = await promotions(replica, 2);
    expect(again).toMatchObject({
      version: '1.7.10',
      requestedBy: { ref: 'auto:gitops' },
    });
  });

  it('is not resumed by somebody without the permission', async () => {
    const { factory, events } = capturingAuditor();
    const replica = await lab.replica({
      auditor: factory,
      environments: environments(),
      entities: [ledger],
      features: [readersOnly],
    });
    const [item] = await promotions(replica);
    const { id } = await replica.untilOpen(item);
    await replica.post(`promotions/${id}/close`).expect(200);
    const state = () => replica.transition('ledger', 'preprod');
    const stopped = await eventually(
      state,
      ({ automatic }) => automatic?.code === 'declined',
    );
    expect(stopped.mayResume).toBe(true);

    const { body } = await resume(replica, 'preprod', 'reader').expect(403);
    expect(body.error.message).toContain('gitops.promotion.create');
    expect(
      events.filter(({ eventId }) => eventId === 'automatic-promotion-resume'),
    ).toEqual([
      {
        eventId: 'automatic-promotion-resume',
        meta: { service, to: 'preprod', by: 'user:default/reader' },
        outcome: body.error.message,
      },
    ]);
    expect(await state()).toEqual(stopped);
    const ofReader = await replica.transition('ledger', 'preprod', 'reader');
    expect(ofReader).toMatchObject({
      automatic: { code: 'declined' },
      mayResume: false,
    });
    expect(await promotions(replica)).toHaveLength(1);

    // What was refused has not been remembered either: it still takes somebody who may
    await resume(replica, 'preprod').expect(200);
    await promotions(replica, 2);
  });

  it('is merged when it is ready, where that is configured, and arrives', async () => {
    const replica = await lab.replica({
      environments: environments({ auto: { merge: true } }),
      entities: [
        ledger,
        ...['pricing', 'orders', 'identity', 'shipping', 'pair'].map(name =>
          component(name, { 'gitops/promotion': 'preprod: { auto: false }' }),
        ),
      ],
    });
    const [item] = await promotions(replica);
    const promotion = await replica.untilEnded(item);
    expect(promotion).toMatchObject({
      state: 'succeeded',
      pullRequests: [{ state: 'merged', endedBy: 'auto:gitops' }],
    });
    expect(await lab.pulls()).toHaveLength(1);
  });
});
