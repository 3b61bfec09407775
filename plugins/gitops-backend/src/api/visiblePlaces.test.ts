import { application } from '../__testUtils__/builtEntry';
import type { Entry } from '../inventory/Entry';
import type { Claim } from '../ownership/Claim';
import type { ServiceAccess } from './ServiceAccess';
import { visiblePlaces } from './visiblePlaces';

const orders = application();
const key = 'eu-central/argocd/orders-production';

/** @param held - Applications that the inventory has besides */
function placesOf(options: {
  claims?: Partial<Claim>[];
  recorded?: string[][];
  held?: string[];
  permitted?: string[];
  by?: ServiceAccess['query']['by'];
}) {
  const {
    claims = [],
    recorded = [],
    held = [],
    permitted = [],
    by = { service: 'orders' },
  } = options;
  return visiblePlaces(
    {
      claims: claims as Claim[],
      query: { by } as ServiceAccess['query'],
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

const present = { application: key, environment: 'production' };

it('has of the Applications that the caller may see what they did while their label named the service', () => {
  expect(
    placesOf({
      claims: [visible],
      held: [key],
      recorded: [[key, 'production']],
      permitted: ['production'],
    }),
  ).toEqual([{ ...present, service: 'orders' }]);
});

it('has all that Applications did which an annotation names, whatever their label was', () => {
  const given = { claims: [visible], held: [key] };
  expect(placesOf({ ...given, by: { name: 'orders-production' } })).toEqual([
    present,
  ]);
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
    { ...present, service: 'orders' },
    { application: key, environment: 'dev', service: 'orders' },
  ]);
});
