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

async function resume(replica: Replica, user?: string) {
  return replica.post(
    'services/component/default/ledger/automatic-promotion/resume',
    { to: 'preprod' },
    user,
  );
}

describe('automatic promotion', () => {
  it('requests what runs in the source, in the name of the portal, and says why', async () => {
    const { factory, events } = capturingAuditor();
    const replica = await lab.replica({
      auditor: factory,
      environments: environments(),
      entities: [ledger],
    });
    const [item] = await promotions(replica);
    const promotion = await replica.untilOpen(item);
    expect(promotion).toMatchObject({
      from: 'staging',
      to: 'preprod',
      version: '1.7.10',
      requestedBy: { ref: 'auto:gitops', name: 'Automatic promotion' },
      reason: expect.stringMatching(
        /^The portal opened this by itself: the gates of preprod pass for 1.7.10, which is healthy in staging/,
      ),
      overridden: false,
    });
    const [pull] = await lab.pulls();
    expect(pull.body).toContain('The portal opened this by itself');
    expect(
      events.find(({ eventId }) => eventId === 'promotion-request'),
    ).toMatchObject({
      meta: expect.objectContaining({ service, by: 'auto:gitops' }),
    });
    expect((await replica.transition('ledger', 'preprod')).automatic).toEqual({
      code: 'followsSource',
      params: { source: 'staging' },
      sentence: 'Promotes itself from staging.',
      canResume: false,
    });
  });
});
