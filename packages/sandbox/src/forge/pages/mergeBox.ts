import type { CommitStatus } from '../CommitStatuses';
import { checkProtection } from '../pulls/BranchProtection';
import { isMergeable } from '../pulls/mergePull';
import { isDraft, type PullRequest } from '../pulls/PullRequest';
import { shortSha, time } from './format';
import { html, type Html } from './html';
import { pathOf } from './layout';
import type { RepositoryPageCall } from './PageRoute';
import { choice, pullButton, pullForm } from './pullForm';
import { reviewList } from './reviewList';

/** What the checks and reviewers say, and what can be done. */
export async function mergeBox(
  call: RepositoryPageCall,
  pull: PullRequest,
  head: string,
): Promise<Html> {
  const { repository } = call;
  const checks = repository.statuses.latest(head);
  return html`<section class="card">
    <div class="head"><h2>Checks and review</h2></div>
    ${checks.length
      ? html`<ul class="rows">
          ${checks.map(check)}
        </ul>`
      : html`<p class="body muted">No checks ran on ${shortSha(head)}.</p>`}
    ${reviewList(pull)} ${await actions(call, pull)}
  </section>`;
}

const tones: Partial<Record<CommitStatus['state'], string>> = {
  success: 'good',
  error: 'bad',
  failure: 'bad',
  warning: 'note',
  pending: 'note',
};

function check(status: CommitStatus): Html {
  const isLink = /^https?:\/\//.test(status.targetUrl);
  return html`<li>
    <span class="state ${tones[status.state]}">${status.state}</span>
    <strong>${status.context}</strong>
    <span class="main muted">${status.description}</span>
    ${isLink &&
    html`<a href="${status.targetUrl}" rel="noreferrer">Details</a>`}
  </li>`;
}

const methods = [
  ['merge', 'Merge commit'],
  ['squash', 'Squash'],
  ['rebase', 'Rebase'],
  ['rebase-merge', 'Rebase, then merge commit'],
] as const;

async function actions(
  call: RepositoryPageCall,
  pull: PullRequest,
): Promise<Html> {
  if (pull.merged) return mergedNote(call, pull);
  if (call.repository.archivedAt)
    return html`<p class="body">
      The repository is archived: it takes no changes.
    </p>`;
  return pull.state === 'open'
    ? openActions(call, pull)
    : pullForm(
        call,
        pull,
        html`<span>Closed without a merge.</span> ${pullButton(call, pull, {
            does: 'reopen',
            title: 'Open again',
          })}`,
      );
}

async function openActions(
  call: RepositoryPageCall,
  pull: PullRequest,
): Promise<Html> {
  const obstacle = await obstacleOf(call, pull);
  const fields = html`<label class="wide">
      Review
      <textarea
        name="body"
        rows="2"
        placeholder="What you think of it"
      ></textarea>
    </label>
    <span>
      ${pullButton(call, pull, { does: 'approve', title: 'Approve' })}
      ${pullButton(call, pull, { does: 'reject', title: 'Request changes' })}
      ${pullButton(call, pull, { does: 'comment', title: 'Comment' })}
    </span>
    ${choice({
      legend: 'Method',
      name: 'method',
      values: methods,
      chosen: 'merge',
    })}
    <label>
      <input type="checkbox" name="delete_branch" value="yes" checked />
      Delete branch
    </label>
    <span class="push">
      ${pullButton(call, pull, { does: 'close', title: 'Close' })}
      ${!obstacle &&
      pullButton(call, pull, {
        does: 'merge',
        title: 'Merge',
        isPrimary: true,
      })}
    </span>`;
  return html`${obstacle &&
  html`<p class="body"><span class="state note">Waits</span> ${obstacle}</p>`}
  ${pullForm(call, pull, fields)}`;
}

/** Why nobody can merge it now; undefined where nothing is in the way */
async function obstacleOf(
  { repository }: RepositoryPageCall,
  pull: PullRequest,
): Promise<string | undefined> {
  if (!(await isMergeable(repository, pull)))
    return `It conflicts with ${pull.baseBranch}. Update the branch, then merge.`;
  if (isDraft(pull))
    return 'It is work in progress, as its title says, and is not merged.';
  const protection = repository.protections.get(pull.baseBranch);
  try {
    checkProtection(protection, pull);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `${pull.baseBranch} is protected (approvals required: ${protection?.requiredApprovals}): ${reason}.`;
  }
}

function mergedNote(
  { repository }: RepositoryPageCall,
  { merged }: PullRequest,
): Html {
  if (!merged) return html``;
  const { commit, by, at } = merged;
  return html`<p class="body">
    ${by.login} merged it as
    <a href="${pathOf(repository)}/commit/${commit}"
      ><code>${shortSha(commit)}</code></a
    >, ${time(at)}.
  </p>`;
}
