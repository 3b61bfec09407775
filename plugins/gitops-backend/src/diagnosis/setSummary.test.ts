import { recorded } from '../__testUtils__/recordings';
import { applicationSetList } from '../argocd/applicationSetSchemas';
import { setSummaryOf } from './setSummary';

const { items } = applicationSetList.parse(
  recorded('applicationsets-all-kinds'),
);

it('counts the Applications of each step of a rollout by their state', () => {
  const [set] = items;
  const rolling = {
    ...set,
    spec: { strategy: { rollingSync: { steps: [{}, {}, {}] } } },
    status: {
      conditions: [],
      applicationStatus: [
        { status: 'Healthy', step: '1' },
        { status: 'Healthy', step: '1' },
        { status: 'Waiting', step: '2' },
        // Of no step, as where its labels match none
        { status: 'Waiting', step: '-1' },
        { status: null, step: '3' },
      ],
    },
  };
  expect(setSummaryOf(rolling as never).steps).toEqual([
    { Healthy: 2 },
    { Waiting: 1 },
    {},
  ]);
});

it('has no steps where there is no RollingSync', () => {
  const rolling = items.filter(one => one.spec?.strategy?.rollingSync);
  for (const set of items.filter(one => !rolling.includes(one)))
    expect(setSummaryOf(set).steps).toBeUndefined();
});

it('has every condition that Argo CD reports, with its words and since when', () => {
  const conditions = items.flatMap(set => setSummaryOf(set).conditions);
  expect(new Set(conditions.map(({ type }) => type))).toEqual(
    new Set([
      'ErrorOccurred',
      'ParametersGenerated',
      'ResourcesUpToDate',
      'RolloutProgressing',
    ]),
  );
  for (const { status, message, since } of conditions) {
    expect(['True', 'False']).toContain(status);
    expect(message).not.toBe('');
    expect(Date.parse(since!)).not.toBeNaN();
  }
});
