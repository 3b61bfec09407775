import { git } from '../../git/git';
import { readCommits } from '../../git/log';
import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import type { User } from '../Users';
import { type Job, JobError } from './Job';
import { titleOf, type Workflow, workflowsOf } from './readWorkflow';
import type { PastRun, RunState, WorkflowRun } from './WorkflowRun';

/** Until a runner would take it, and until that would be done, in simulated milliseconds */
const waitingMs = 2_000;
const runningMs = 5_000;

/** The workflows of one repository and their runs: the waiting is simulated, a {@link Job} works. */
export class WorkflowRuns {
  private readonly runs: WorkflowRun[] = [];
  private readonly cancels = new Set<() => void>();
  private readonly working = new Set<Promise<void>>();

  constructor(
    private readonly repository: HostedRepository,
    private readonly jobs: ReadonlyMap<string, Job>,
  ) {}

  /** Newest first */
  all(): WorkflowRun[] {
    return [...this.runs].reverse();
  }

  /** @throws ForgeError 404 */
  get(id: number): WorkflowRun {
    const run = this.runs.find(each => each.id === id);
    if (!run) throw notFound();
    return run;
  }

  /** Those of a branch; none where there is no such branch */
  async workflows(branch = this.repository.defaultBranch): Promise<Workflow[]> {
    const head = this.repository.git.heads().get(branch);
    return head ? workflowsOf(await this.repository.git.files(head)) : [];
  }

  /**
   * Starts a run, which waits, runs and ends over the forge's clock.
   * @throws ForgeError 404 for an unknown branch or workflow, 422 for one that cannot be dispatched
   *   or lacks an input
   */
  async dispatch(asked: {
    file: string;
    ref: string;
    inputs: Readonly<Record<string, string>>;
    by: User;
  }): Promise<WorkflowRun> {
    const branch = asked.ref.replace(/^refs\/heads\//, '');
    const sha = this.repository.git.heads().get(branch);
    if (!sha) throw new ForgeError(404, `ref "${asked.ref}" doesn't exist`);
    const workflow = (await this.workflows(branch)).find(
      ({ file }) => file === asked.file,
    );
    if (!workflow)
      throw new ForgeError(404, `workflow "${asked.file}" doesn't exist`);
    const inputs = inputsFor(workflow, asked.inputs);
    const [commit] = await readCommits(this.repository.git.dir, [sha]);
    const run = this.add({
      file: workflow.file,
      title: titleOf(workflow, inputs, commit.message.split('\n', 1)[0]),
      branch,
      sha,
      inputs,
      actor: asked.by,
      createdAt: this.repository.forge.now(),
      state: 'waiting',
    });
    this.log(run, 'This run is simulated: no runner takes it.');
    this.after(waitingMs, () => this.start(run));
    return run;
  }

  /** Puts a run of the past into the list, on the commit that the branch had then. */
  async restore(past: PastRun): Promise<void> {
    const { git: bare, defaultBranch, forge } = this.repository;
    const args = [
      'rev-list',
      '-1',
      `--before=${past.startedAt}`,
      `refs/heads/${defaultBranch}`,
    ];
    const sha = (await git(args, { dir: bare.dir })).toString('utf8').trim();
    const workflow = (await this.workflows()).find(
      ({ file }) => file === past.file,
    );
    const run = this.add({
      file: past.file,
      title: workflow ? titleOf(workflow, past.inputs, past.file) : past.file,
      branch: defaultBranch,
      sha,
      inputs: past.inputs,
      actor: forge.users.ensure(past.actor),
      createdAt: new Date(past.startedAt),
      startedAt: new Date(past.startedAt),
      finishedAt: new Date(past.finishedAt),
      state: past.state,
    });
    const at = new Date(past.finishedAt);
    run.log.push(...past.log.map(line => ({ at, line })));
  }

  /** When the jobs that are at work now are done */
  async settled(): Promise<void> {
    await Promise.all(this.working);
  }

  /** Starts nothing any more, and waits for what is at work. */
  async close(): Promise<void> {
    for (const cancel of this.cancels) cancel();
    this.cancels.clear();
    await this.settled();
  }

  private add(run: Omit<WorkflowRun, 'id' | 'number' | 'event' | 'log'>) {
    const added: WorkflowRun = {
      ...run,
      id: this.repository.forge.nextRunId(),
      number: this.runs.length + 1,
      event: 'workflow_dispatch',
      log: [],
    };
    this.runs.push(added);
    return added;
  }

  private start(run: WorkflowRun): void {
    run.state = 'running';
    run.startedAt = this.repository.forge.now();
    const given = Object.entries(run.inputs).map(entry => entry.join(': '));
    this.log(run, `It begins. Inputs: ${given.join(', ') || 'none'}.`);
    this.after(runningMs, () => {
      const finishing = this.finish(run);
      this.working.add(finishing);
      finishing.finally(() => this.working.delete(finishing));
    });
  }

  /** Never rejects */
  private async finish(run: WorkflowRun): Promise<void> {
    const state = await this.work(run);
    run.finishedAt = this.repository.forge.now();
    run.state = state;
  }

  private async work(run: WorkflowRun): Promise<RunState> {
    const log = (line: string) => this.log(run, line);
    const { repository, jobs } = this;
    try {
      const job = jobs.get(run.file);
      if (!job) log('The simulation has no job for it: nothing is done.');
      await job?.({
        repository,
        file: run.file,
        sha: run.sha,
        inputs: run.inputs,
        id: run.id,
        actor: run.actor.login,
        log,
      });
      return 'success';
    } catch (error) {
      if (!(error instanceof JobError)) repository.forge.options.onError(error);
      log(error instanceof Error ? error.message : String(error));
      return 'failure';
    }
  }

  private log(run: WorkflowRun, line: string): void {
    run.log.push({ at: this.repository.forge.now(), line });
  }

  private after(ms: number, callback: () => void): void {
    const cancel = this.repository.forge.options.after(ms, () => {
      this.cancels.delete(cancel);
      callback();
    });
    this.cancels.add(cancel);
  }
}

/** Stricter than Gitea, which lets a required input be empty: GitHub refuses it so. */
function inputsFor(
  workflow: Workflow,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const { file, inputs } = workflow;
  if (!inputs)
    throw new ForgeError(422, `workflow "${file}" has no workflow_dispatch`);
  const all = [...inputs].map(([name, input]) => {
    const value = given[name] || input.default;
    if (input.isRequired && value === '')
      throw new ForgeError(422, `Required input '${name}' not provided`);
    return [name, value] as const;
  });
  return Object.fromEntries(all);
}
