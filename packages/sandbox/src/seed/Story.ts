import type { PastRun } from '../forge/actions/WorkflowRun';
import type { SeedCommit } from '../forge/createRepository';
import { afterImageUpdater, kustomization } from './manifests';
import { type RepositoryName } from './repositories';
import {
  type Environment,
  type SeedService,
  serviceNamed,
  versionOf,
} from './services';
import { withTag } from './withTag';

/** A commit of the story, and in which repository. */
export interface StoryCommit extends SeedCommit {
  repository: RepositoryName;
}

const second = 1000;
const minute = 60 * second;
const workflow = 'promote.yaml';

/**
 * What happened in the seed's repositories, told from the oldest to the newest. Times are
 * milliseconds before now.
 */
export class Story {
  readonly commits: StoryCommit[] = [];
  readonly runs: Record<RepositoryName, PastRun[]> = {
    gitops: [],
    engagement: [],
  };
  readonly #texts = new Map<string, string>();
  readonly #now: number;
  readonly #lastPull = { gitops: 10, engagement: 0 };

  constructor(options: { now: number }) {
    this.#now = options.now;
  }

  /** A commit to one repository. */
  commit(
    ago: number,
    author: string,
    message: string,
    files: ReadonlyMap<string, string>,
    repository: RepositoryName = 'gitops',
  ): void {
    for (const [path, text] of files) this.#texts.set(path, text);
    this.commits.push({
      author,
      message,
      files,
      repository,
      date: this.#at(ago),
    });
  }

  /** A commit that came by a pull request, as its message says. */
  merge(
    ago: number,
    author: string,
    message: string,
    files: ReadonlyMap<string, string>,
    repository: RepositoryName = 'gitops',
  ): void {
    this.#lastPull[repository] += 1;
    const subject = `${message} (#${this.#lastPull[repository]})`;
    this.commit(ago, author, subject, files, repository);
  }

  /** Services promoted together by a pull request to each of their repositories. */
  rollOut(
    ago: number,
    environment: Environment,
    steps: number,
    names: readonly string[],
    author: string,
  ): void {
    const all = names.map(serviceNamed);
    for (const repository of new Set(all.map(one => one.repository))) {
      const services = all.filter(one => one.repository === repository);
      const files = new Map(
        services.map(service => [
          overlayOf(service.name, environment),
          kustomization(
            service,
            environment,
            versionOf(service, environment, steps),
          ),
        ]),
      );
      const [{ name }] = services;
      const what =
        services.length > 1
          ? services.map(service => service.name).join(', ')
          : `${name} ${versionOf(services[0], environment, steps)}`;
      const message = `Promote ${what} to ${environment}`;
      this.merge(ago, author, message, files, repository);
    }
  }

  /** Services promoted by the workflow, one after another; it commits itself. */
  runWorkflow(
    ago: number,
    environment: Environment,
    steps: number,
    names: readonly string[],
    actor: string,
  ): void {
    names.map(serviceNamed).forEach((service, index) => {
      const { name, repository } = service;
      const version = versionOf(service, environment, steps);
      const finished = ago - index * 4 * minute;
      const path = overlayOf(name, environment);
      const text = this.#texts.get(path) ?? '';
      this.commit(
        finished,
        'promotion <promotion@users.noreply.invalid>',
        `Promote ${name} ${version} to ${environment}\n\nStarted-by: ${actor}`,
        new Map([[path, withTag(text, { service: name, version })]]),
        repository,
      );
      this.#ran(repository, finished, {
        actor,
        inputs: { service: name, environment, version },
        state: 'success',
        log: [`Promoted ${name} to ${environment}: ${version}.`],
      });
    });
  }

  /** A run that committed nothing, with what it said. */
  failWorkflow(
    ago: number,
    actor: string,
    inputs: { service: string; environment: Environment; version: string },
    line: string,
  ): void {
    const { repository } = serviceNamed(inputs.service);
    this.#ran(repository, ago, {
      actor,
      inputs,
      state: 'failure',
      log: [line],
    });
  }

  /** What Image Updater does: the version after the first, in dev. */
  updateImage(ago: number, service: SeedService): void {
    const { name, repository } = service;
    const path = overlayOf(name, 'dev');
    const [from, to] = [
      versionOf(service, 'dev', 0),
      versionOf(service, 'dev', 1),
    ];
    this.commit(
      ago,
      'argocd-image-updater <noreply@argoproj.io>',
      `build: automatic update of ${name}-dev\n\nupdates image ${name} tag '${from}' to '${to}'\n`,
      new Map([[path, afterImageUpdater(this.#texts.get(path) ?? '', to)]]),
      repository,
    );
  }

  /** Adds patches to what the overlays of a service have. */
  patch(
    ago: number,
    author: string,
    message: string,
    {
      service,
      environments,
      patch,
    }: {
      service: string;
      environments: readonly Environment[];
      patch: (environment: Environment) => string;
    },
  ): void {
    const files = environments.map(environment => {
      const path = overlayOf(service, environment);
      const text = `${this.#texts.get(path) ?? ''}${patch(environment)}`;
      return [path, text] as const;
    });
    const { repository } = serviceNamed(service);
    this.merge(ago, author, message, new Map(files), repository);
  }

  #ran(
    repository: RepositoryName,
    ago: number,
    run: Pick<PastRun, 'actor' | 'inputs' | 'state' | 'log'>,
  ): void {
    this.runs[repository].push({
      ...run,
      file: workflow,
      startedAt: this.#at(ago + 7 * second),
      finishedAt: this.#at(ago),
    });
  }

  #at(ago: number): string {
    return new Date(this.#now - ago).toISOString();
  }
}

export function overlayOf(service: string, environment: Environment): string {
  return `apps/${service}/envs/${environment}/kustomization.yaml`;
}
