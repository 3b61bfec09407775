import type { FleetRow } from '../answers/fleetRow';
import { FleetView } from './FleetView';

const part = {
  application: 'eu/argocd/orders-dev',
  environment: 'dev',
  project: 'default',
  owners: [],
  status: {
    state: 'healthy' as const,
    since: null,
    staleSince: null,
    versions: ['1.0.0'],
    wanted: null,
    nothingRuns: false,
  },
  ranBefore: [],
};

function rowOf(ref: string, version: number): FleetRow {
  return {
    ref,
    title: ref,
    owner: null,
    system: null,
    parts: [part],
    promotions: new Map(),
    version,
  };
}

/** A fleet that changes, and a view of all of it that counts the Applications it looks at. */
function fleetOf(services: number) {
  const rows = new Map<string, FleetRow>();
  const state = { version: 1, rows };
  const put = (ref: string) => rows.set(ref, rowOf(ref, state.version));
  for (let number = 0; number < services; number++) put(`service-${number}`);
  let looks = 0;
  const view = new FleetView({
    rights: {
      key: 'all',
      shows: () => (looks += 1) > 0,
      showsPromotions: () => true,
    },
    environments: () => ['dev'],
  });
  return {
    state,
    put,
    answer: async (since?: number) => {
      const answer = await view.answer(
        () => ({ ...state }),
        since,
        () => true,
      );
      const refs = answer.services.map(one => JSON.parse(one).ref);
      return { ...answer, services: refs };
    },
    looks: () => looks,
  };
}

it('looks only at the Applications of services that changed', async () => {
  const { state, put, answer, looks } = fleetOf(1_000);
  await answer();
  const before = looks();
  state.version = 2;
  put('service-7');
  expect(await answer(1)).toMatchObject({
    version: 2,
    isWhole: false,
    services: ['service-7'],
  });
  await answer(2);
  expect(looks() - before).toBe(1);
});

it('has all that changes and goes while it makes texts, and says so to those who know an earlier version', async () => {
  const { state, put, answer } = fleetOf(1_000);
  await answer();
  state.version = 2;
  for (const ref of state.rows.keys()) put(ref);
  const changing = answer(1);
  // Made already
  state.version = 3;
  state.rows.delete('service-0');
  put('service-1');
  const changed = await changing;
  expect(changed).toMatchObject({ version: 3, gone: ['service-0'] });
  expect(changed.services).toHaveLength(999);
  expect(await answer(2)).toMatchObject({
    services: ['service-1'],
    gone: ['service-0'],
  });
});
