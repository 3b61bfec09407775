import { notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import type { WorkflowRun } from '../actions/WorkflowRun';
import type { WorkflowRuns } from '../actions/WorkflowRuns';
import { shortSha, time } from './format';
import { html, type Html } from './html';
import { pathOf } from './layout';
import { repositoryPage, type PageRoute } from './PageRoute';

const runsShown = 50;
const simulated = html`<p class="alert quiet">
  These runs are simulated: there is no runner. A job of the sandbox does what
  the workflow's steps would do.
</p>`;

/** Runs of the repository's workflows. */
export const actionsRoutes: PageRoute[] = [
  repositoryPage('GET', '/actions', async ({ repository, query }) => {
    const file = query.get('workflow');
    const runs = actionsOf(repository)
      .all()
      .filter(run => !file || run.file === file)
      .slice(0, runsShown);
    const rows = runs.map(
      run => html`<li>
        ${runState(run)}
        <span class="main"
          ><a href="${pathOf(repository)}/actions/runs/${run.id}"
            ><bdi>${run.title}</bdi></a
          >
          <span class="muted">${run.file} #${run.number}</span></span
        >
        <span class="muted">${run.actor.login}</span>
        <span class="muted">${time(run.createdAt)}</span>
      </li>`,
    );
    const content = html`<h1>Actions</h1>
      ${simulated}
      <div class="card">
        ${rows.length
          ? html`<ul class="rows">
              ${rows}
            </ul>`
          : html`<p class="body muted">No workflow ran yet.</p>`}
      </div>`;
    return { title: 'Actions', content };
  }),

  repositoryPage('GET', '/actions/runs/:id', async ({ repository, params }) => {
    const run = actionsOf(repository).get(Number(params.id));
    return { title: run.title, content: runPage(repository, run) };
  }),
];

function runPage(repository: HostedRepository, run: WorkflowRun): Html {
  const inputs = Object.entries(run.inputs).map(
    ([name, value]) =>
      html`<li><strong>${name}</strong> <code>${value}</code></li>`,
  );
  const lines = run.log.map(
    ({ at, line }) => `${at.toISOString().slice(11, 19)}  ${line}\n`,
  );
  return html`<h1>
      <bdi>${run.title}</bdi>
      <span class="number">${run.file} #${run.number}</span>
    </h1>
    <p class="under">
      ${runState(run)}
      <span
        >${run.actor.login} started it on <code>${run.branch}</code>,
        ${time(run.createdAt)}</span
      >
      <a href="${pathOf(repository)}/commit/${run.sha}"
        ><code>${shortSha(run.sha)}</code></a
      >
      ${run.finishedAt && html`<span>ended ${time(run.finishedAt)}</span>`}
    </p>
    ${simulated}
    <section class="card">
      <div class="head"><h2>Inputs</h2></div>
      ${inputs.length
        ? html`<ul class="rows">
            ${inputs}
          </ul>`
        : html`<p class="body muted">There are none.</p>`}
    </section>
    <section class="card">
      <div class="head"><h2>Log</h2></div>
      <pre><code>${lines}</code></pre>
    </section>`;
}

const states = {
  waiting: { words: 'Waiting', tone: 'note' },
  running: { words: 'Running', tone: 'note' },
  success: { words: 'Success', tone: 'good' },
  failure: { words: 'Failure', tone: 'bad' },
} as const;

function runState({ state }: WorkflowRun): Html {
  const { words, tone } = states[state];
  return html`<span class="state ${tone}">${words}</span>`;
}

/** @throws ForgeError 404 where Actions are switched off */
function actionsOf(repository: HostedRepository): WorkflowRuns {
  if (!repository.actions) throw notFound();
  return repository.actions;
}
