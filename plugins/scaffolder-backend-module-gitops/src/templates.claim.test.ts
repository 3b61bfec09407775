import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { Lab } from './__testUtils__/Lab';
import { Portal, startPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

const SET = 'applicationsets/services.yaml';
const LABEL = /^ *app\.kubernetes\.io\/name: .*\n/m;

let lab: Lab;
let portal: Portal;
let unclaimed: object[];

/** What the GitOps backend lists. */
const gitops = createBackendPlugin({
  pluginId: 'gitops',
  register(env) {
    env.registerInit({
      deps: { http: coreServices.httpRouter },
      async init({ http }) {
        http.use((_, res) => {
          res.json({
            items: unclaimed,
            nextCursor: null,
            serviceLabel: 'app.kubernetes.io/name',
          });
        });
      },
    });
  },
});

beforeAll(async () => {
  lab = await Lab.start();
  portal = await startPortal(lab, ['claim-services'], {
    components: ['payments', 'ledger'],
    features: [gitops],
  });
});
afterAll(async () => {
  await portal?.stop();
  await lab.close();
});

describe('the template that claims services', () => {
  it('opens one pull request for all of them, which says what is left to do', async () => {
    const before = (await lab.read(SET))!;
    await lab.write(SET, before.replace(LABEL, ''));
    unclaimed = [
      { name: 'payments-dev', environment: 'dev' },
      { name: 'payments-staging', environment: 'staging' },
      { name: 'ledger-dev', environment: 'dev' },
      { name: 'elsewhere', environment: '' },
    ];
    const { status, log } = await portal.submit('claim-services', {
      gitops: lab.address(),
    });
    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining('Pull request '),
    ]);
    const [pull] = await lab.pulls();
    expect(pull.title).toBe('Give Applications to 2 services');
    expect(pull.body).toMatch(
      /^Labels payments-dev, payments-staging, ledger-dev, .*payments-production.* for payments, ledger\./,
    );
    expect(pull.body).toContain(
      'What is left to do by hand:\n\n- No Component that you may see gives these Applications their names: elsewhere.',
    );
    const after = (await lab.read(SET, pull.head.ref))!;
    expect(after.match(LABEL)?.[0].trim()).toBe(
      'app.kubernetes.io/name: "{{.service}}"',
    );
    expect(after.replace(LABEL, '')).toBe(before.replace(LABEL, ''));
  });

  it('opens none where nothing can be claimed, and says why', async () => {
    const pulls = await lab.pulls();
    unclaimed = [];
    const { status, log } = await portal.submit('claim-services', {
      gitops: lab.address(),
      services: ['component:default/payments'],
    });
    expect(status).toBe('completed');
    expect(log).toContain(
      'payments: No Application without a service is named after it.',
    );
    expect(await lab.pulls()).toHaveLength(pulls.length);
  });
});
