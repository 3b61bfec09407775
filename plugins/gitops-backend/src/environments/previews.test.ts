import { listedApplication } from '../__testUtils__/recordings';
import { withoutPreviews } from './previews';

const application = listedApplication('payments-dev');
const inDev = { application };
const preview = {
  application: {
    ...application,
    labels: { ...application.labels, 'gitops/preview': '7' },
  },
};

it('reports an Application that becomes a preview as gone from its environment', () => {
  expect(withoutPreviews([{ previous: inDev, current: preview }])).toEqual([
    { previous: inDev, current: undefined },
  ]);
});

it('reports a preview that becomes an ordinary Application as new', () => {
  expect(withoutPreviews([{ previous: preview, current: inDev }])).toEqual([
    { previous: undefined, current: inDev },
  ]);
});

it('reports nothing of what is and stays a preview, and everything else as it is', () => {
  const change = { previous: inDev, current: inDev, finishedSyncs: [] };
  expect(
    withoutPreviews([
      { current: preview },
      { previous: preview, current: preview },
      { previous: preview },
      change,
    ]),
  ).toEqual([change]);
});
