import type { PullRequest } from '../pulls/PullRequest';
import type { Review } from '../pulls/Review';
import { isStale } from '../pulls/reviews';
import { shortSha, time } from './format';
import { html, type Html } from './html';
import { markdown } from './markdown';

const verdicts = {
  APPROVED: { words: 'Approved', tone: 'good' },
  REQUEST_CHANGES: { words: 'Changes requested', tone: 'bad' },
  COMMENT: { words: 'Commented', tone: '' },
} as const;

/** Reviews that are there, and those that are asked for. */
export function reviewList(pull: PullRequest): Html | false {
  const rows = [
    ...pull.reviews.map(review => row(pull, review)),
    ...pull.requestedReviewers.map(
      ({ login }) => html`<li>
        <span class="state note">Asked for</span>
        <strong>${login}</strong>
        <span class="main muted">has not reviewed it yet</span>
      </li>`,
    ),
  ];
  return (
    rows.length > 0 &&
    html`<ul class="rows" aria-label="Reviews">
      ${rows}
    </ul>`
  );
}

function row(pull: PullRequest, review: Review): Html {
  const { words, tone } = verdicts[review.state];
  const remarks = [
    review.isDismissed && 'dismissed',
    !review.isOfficial && 'does not count: may not push',
    isStale(pull, review) &&
      `of ${shortSha(review.commit)}, which is not the head any more`,
  ].filter(Boolean);
  return html`<li>
    <span class="state ${review.isDismissed ? '' : tone}">${words}</span>
    <strong>${review.user.login}</strong>
    <span class="main">${review.body && markdown(review.body)}</span>
    <span class="muted">${remarks.join('; ')}</span>
    <span class="muted">${time(review.submittedAt)}</span>
  </li>`;
}
