import type { CommitStatus } from '../CommitStatuses';
import type { HostedRepository } from '../HostedRepository';
import { isMergeable } from '../pulls/mergePull';
import type { PullRequest } from '../pulls/PullRequest';
import { shortSha, time } from './format';
import { html, type Html } from './html';
import { pathOf } from './layout';
import type { RepositoryPageCall } from './PageRoute';
import { reviewers } from './Visitor';

/** What the checks say, and what can be done. */
export async function mergeBox(
  call: RepositoryPageCall,
  pull: PullRequest,
  head: string,
): Promise<Html> {
  const { repository } = call;
  const checks = repository.statuses.latest(head);
  const isOpen = pull.state === 'open';
  const canMerge = isOpen && (await isMergeable(repository, pull));
  return html`<section class="card">
    <div class="head"><h2>Checks and review</h2></div>
    ${checks.length
      ? html`<ul class="rows">
          ${checks.map(check)}
        </ul>`
      : html`<p class="body muted">No checks ran on ${shortSha(head)}.</p>`}
    ${isOpen
      ? openActions(call, pull, canMerge)
      : closedNote(call, pull, repository)}
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
] as const;

function openActions(
  call: RepositoryPageCall,
  pull: PullRequest,
  canMerge: boolean,
): Html {
  const { visitor } = call;
  const page = `${pathOf(call.repository)}/pulls/${pull.number}`;
  const people = reviewers.map(name => [name, name] as const);
  return html`<div class="body">
    ${!canMerge &&
    html`<p class="alert">
      It conflicts with ${pull.baseBranch}. Update the branch, then merge.
    </p>`}
    <form class="actions" method="post" action="${page}/merge">
      <input type="hidden" name="_csrf" value="${visitor.formToken}" />
      <input type="hidden" name="head" value="${pull.headSha}" />
      ${choice('Reviewing as', 'reviewer', people, visitor.reviewer)}
      ${choice('Method', 'method', methods, 'merge')}
      <label>
        <input type="checkbox" name="delete_branch" value="yes" checked />
        Delete branch
      </label>
      <span class="push">
        <button formaction="${page}/close">Close</button>
        ${canMerge && html`<button class="primary">Merge</button>`}
      </span>
    </form>
  </div>`;
}

function choice(
  legend: string,
  name: string,
  values: ReadonlyArray<readonly [value: string, title: string]>,
  chosen: string,
): Html {
  const options = values.map(
    ([value, title]) => html`<label>
      <input
        type="radio"
        name="${name}"
        value="${value}"
        ${value === chosen && html`checked`}
      />
      ${title}
    </label>`,
  );
  return html`<fieldset>
    <legend>${legend}</legend>
    ${options}
  </fieldset>`;
}

function closedNote(
  { visitor }: RepositoryPageCall,
  pull: PullRequest,
  repository: HostedRepository,
): Html {
  if (pull.merged) {
    const { commit, by, at } = pull.merged;
    return html`<p class="body">
      ${by.login} merged it as
      <a href="${pathOf(repository)}/commit/${commit}"
        ><code>${shortSha(commit)}</code></a
      >, ${time(at)}.
    </p>`;
  }
  return html`<div class="body">
    <form
      class="actions"
      method="post"
      action="${pathOf(repository)}/pulls/${pull.number}/reopen"
    >
      <input type="hidden" name="_csrf" value="${visitor.formToken}" />
      <span>Closed without a merge.</span>
      <button class="push">Open again</button>
    </form>
  </div>`;
}
