import type { PullRequest } from 'backstage-plugin-gitops-node';
import { NOW, openPullRequest } from '../__testUtils__/samples';
import { AUTOMATIC } from '../automatic';
import { nextOf } from './nextOf';
import { withObservation } from './observation';

const HEAD = 'c'.repeat(40);

/** As the host shows it, which does not tell the reviews of what is merged. */
function merged(head: string): PullRequest {
  return {
    number: 12,
    url: 'https://git.example.com/platform/gitops/pulls/12',
    title: 'Promote payments',
    state: 'merged',
    head,
    base: 'main',
    createdAt: new Date(NOW).toISOString(),
  };
}

describe('a pull request that was merged', () => {
  const row = openPullRequest({
    observed: { head: HEAD, base: 'main', approvedBy: ['bo'] },
  });

  it('keeps the approvals of the commit that was merged, where the host does not tell them any more', () =>
    expect(withObservation(row, merged(HEAD)).observed?.approvedBy).toEqual([
      'bo',
    ]));

  it.each([
    ['a person', { ref: 'user:default/bo', name: 'Bo Ek' }, 'Bo Ek'],
    ['the portal itself', AUTOMATIC, 'auto:gitops'],
  ])('was merged by %s, not by the account of the portal', (_, mergingBy, by) =>
    expect(
      withObservation(
        { ...row, mergingBy },
        { ...merged(HEAD), endedBy: 'portal' },
      ).endedBy,
    ).toBe(by),
  );

  it('has no approvals of another commit', () =>
    expect(
      withObservation(row, merged('d'.repeat(40))).observed?.approvedBy,
    ).toBeUndefined());
});

it('a pull request that was withdrawn, and opened again by somebody, is not closed again', () => {
  const shown = (state: PullRequest['state']) => ({ ...merged(HEAD), state });
  const withdrawn = openPullRequest({ closeComment: 'Withdrawn.' });
  expect(nextOf(withObservation(withdrawn, shown('open')))).toBe('close');
  const closed = withObservation(withdrawn, shown('closed'));
  expect(nextOf(withObservation(closed, shown('open')))).toBe('look');
});
