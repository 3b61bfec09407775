import { createBackendModule } from '@backstage/backend-plugin-api';
import { gitopsGatesExtensionPoint } from 'backstage-plugin-gitops-node';
import { Promotable, startPromotions } from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

let lab: Promotable;

beforeEach(async () => {
  lab = await startPromotions();
});
afterEach(() => lab.close());

it('a gate of another plugin blocks by what it reads, or because it can not read it', async () => {
  let readOf = async (service: string): Promise<string[]> => [
    `INC-42 of ${service}`,
  ];
  const incidentsGate = createBackendModule({
    pluginId: 'gitops',
    moduleId: 'incidents-gate',
    register(env) {
      env.registerInit({
        deps: { gates: gitopsGatesExtensionPoint },
        async init({ gates }) {
          gates.addGate({
            name: 'incidents',
            read: ({ service }) => readOf(service),
            check: open =>
              open.length > 0
                ? { result: 'block', sentence: `${open[0]} is open.` }
                : undefined,
          });
        },
      });
    },
  });
  const replica = await lab.replica({ features: [incidentsGate] });
  const request = {
    service: 'component:default/ledger',
    from: 'staging',
    to: 'preprod',
    reason: 'It is time',
  };
  const blocked = async () => {
    const { body } = await replica.post('promotions/plan', request).expect(200);
    const [gate] = body.gates;
    const { body: refusal } = await replica
      .post('promotions', request)
      .expect(409);
    expect(refusal.error.message).toBe(gate.sentence);
    return gate;
  };
  expect(await blocked()).toEqual({
    gate: 'incidents',
    result: 'block',
    code: 'ownWords',
    params: { sentence: 'INC-42 of component:default/ledger is open.' },
    sentence: 'INC-42 of component:default/ledger is open.',
    canOverride: true,
  });

  readOf = async () => {
    throw new Error('ServiceNow answers 503');
  };
  expect(await blocked()).toMatchObject({
    code: 'gateFailed',
    sentence: 'This gate could not be evaluated: ServiceNow answers 503.',
  });

  const { body: shown } = await replica.post('promotions/plan', request);
  const promotion = await replica.promote('ledger', 'staging', 'preprod', {
    override: ['incidents'],
    plan: shown.id,
  });
  expect(promotion).toMatchObject({ overridden: true });
});
