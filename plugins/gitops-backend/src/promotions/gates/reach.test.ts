import { ask, gateContext } from '../__testUtils__/samples';
import { reach } from './reach';

const common = {
  place: 'image.tag in values/common.yaml',
  repository: 'platform/gitops',
  environments: ['Staging'],
  applications: ['payments-staging'],
};

it('refuses a change that another environment would take as well', () => {
  const answer = ask(reach, gateContext({ reach: { value: [common] } }));
  expect(answer).toMatchObject({ result: 'block', canOverride: false });
  expect(answer?.sentence).toMatch(
    /^Staging takes its version from image\.tag in values\/common\.yaml of platform\/gitops as well/,
  );
});

const alone = { ...common, environments: [], applications: [] };

it('blocks a place outside of its own folder, which other services may read, and can be overridden', () => {
  expect(ask(reach, { reach: { value: [alone] } })).toMatchObject({
    result: 'block',
    canOverride: true,
    code: 'placeShared',
    sentence:
      'image.tag in values/common.yaml of platform/gitops is outside of the folder of Production. No other environment of this service takes its version from there, but another service may.',
  });
  expect(ask(reach, { reach: { value: [alone, common] } })).toMatchObject({
    result: 'block',
    canOverride: false,
  });
});

it('blocks a file of values that Applications of other services read, and says how many', () => {
  const elsewhere = { ...alone, elsewhere: 2 };
  expect(ask(reach, { reach: { value: [alone, elsewhere] } })).toMatchObject({
    result: 'block',
    canOverride: true,
    code: 'placeReadElsewhere',
    sentence:
      'image.tag in values/common.yaml of platform/gitops is also read by 2 Applications of other services. If they take their version from there, a promotion to Production would change them too, without asking the gates there. First give Production a file of its own for its version.',
  });
});

it('does not say that nobody reads a place where a reader can not be read', () => {
  const unread = {
    ...alone,
    unread: ['orders-staging: orders.yaml: bad indent'],
  };
  expect(ask(reach, { reach: { value: [alone, unread] } })).toMatchObject({
    result: 'block',
    canOverride: true,
    code: 'reachUnknown',
    params: { detail: 'orders-staging: orders.yaml: bad indent' },
  });
  expect(ask(reach, { reach: { value: [unread, common] } })).toMatchObject({
    code: 'reachesOthers',
    canOverride: false,
  });
});

it('says nothing where the change stays in its environment', () => {
  expect(ask(reach, gateContext())).toBeUndefined();
});

it('blocks where it can not be read who else takes the version, and can be overridden', () => {
  const reading = { unreadable: 'Argo CD eu answers 503' };
  expect(ask(reach, gateContext({ reach: reading }))).toMatchObject({
    result: 'block',
    canOverride: true,
    sentence:
      'It is not known whether a promotion to Production would change other environments too (Argo CD eu answers 503).',
  });
});
