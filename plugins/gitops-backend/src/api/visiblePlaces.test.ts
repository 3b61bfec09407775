import { application } from '../__testUtils__/builtEntry';
import type { Entry } from '../inventory/Entry';
import type { Claim } from '../ownership/Claim';
import { visiblePlaces } from './visiblePlaces';

const orders = application();
const key = 'eu-central/argocd/orders-production';

/** @param held - Applications that the inventory has besides */
function placesOf(options: {
  claims?: Partial<Claim>[];
  recorded?: string[][];
  held?: string[];
  permitted?: string[];
}) {
  const { claims = [], recorded = [], held = [], permitted = [] } = options;
  return visiblePlaces(
    {
      claims: claims as Claim[],
      permits: environment => permitted.includes(environment),
    },
    recorded.map(([name, environment]) => ({
      application: name,
      environment,
      service: 'orders',
    })),
    { get: name => (held.includes(name) ? ({} as Entry) : undefined) },
  );
}

const visible = {
  application: orders,
  environment: 'production',
  isVisible: true,
};

it('has the Applications that the caller may see, whatever their label was before', () => {
  expect(
    placesOf({
      claims: [visible],
      held: [key],
      recorded: [[key, 'production']],
      permitted: ['production'],
    }),
  ).toEqual([{ application: key, environment: 'production' }]);
});

it('has nothing of an Application that is hidden, or that another service owns by now', () => {
  const recorded = [[key, 'production']];
  const permitted = ['production'];
  expect(
    placesOf({
      claims: [{ ...visible, isVisible: false }],
      held: [key],
      recorded,
      permitted,
    }),
  ).toEqual([]);
  expect(placesOf({ held: [key], recorded, permitted })).toEqual([]);
});

it('has of an Application that is gone what it did as this service, where the policy shows the service', () => {
  const recorded = [
    ['eu/argocd/old', 'production'],
    ['eu/argocd/old', 'dev'],
  ];
  expect(placesOf({ recorded, permitted: ['dev'] })).toEqual([
    { application: 'eu/argocd/old', environment: 'dev', service: 'orders' },
  ]);
});

it('has of an Application that moved what it did where it was, where the policy shows the service', () => {
  const given = { claims: [visible], held: [key], recorded: [[key, 'dev']] };
  expect(placesOf(given)).toHaveLength(1);
  expect(placesOf({ ...given, permitted: ['dev'] })).toEqual([
    { application: key, environment: 'production' },
    { application: key, environment: 'dev', service: 'orders' },
  ]);
});
