import { diagnosis } from '../../../plugins/gitops-backend/src/__testUtils__/builtEntry';
import { deployment } from '../../../plugins/gitops-backend/src/promotions/__testUtils__/samples';
import type { PromotionTarget } from '../../../plugins/gitops-backend/src/promotions/StoredPromotion';
import type { TargetView } from '../../../plugins/gitops-backend/src/promotions/tracking/progress';
import type { SimulatedRepository } from './SimulatedRepository';

export const FIRST = '1.0.0';

/** A service has an Application in each repository that it is deployed from. */
export interface Service {
  readonly name: string;
  readonly ref: string;
  readonly repositories: readonly SimulatedRepository[];
}

export const imageOf = (service: string) => `registry.example.com/${service}`;
export const fileOf = (service: string) => `${service}/production.yaml`;
export const textOf = (version: string) => `tag: ${version}\n`;

/** The version that a repository asks for. */
export function versionIn({ name }: Service, of: SimulatedRepository): string {
  const text = of.text('main', fileOf(name)) ?? textOf(FIRST);
  return text.slice('tag: '.length).trim();
}

/** What runs: Argo CD applies what is in Git, whenever it gets to it. */
export class Cluster {
  readonly services: readonly Service[];
  readonly #now: () => number;
  /** What is asked for as Argo CD compared last, by Application */
  readonly #wanted = new Map<string, string>();
  /** By Application */
  readonly #running = new Map<string, string>();
  /** What runs in staging, by service */
  readonly #staged = new Map<string, string>();
  /** Since when Applications are unwell */
  readonly #unwell = new Map<string, number>();
  /** When each version last ran, by Application */
  readonly #ran = new Map<string, number>();
  /** What is applied of each repository, as a place among its commits */
  readonly #applied = new Map<string, number>();
  /** The same of what last changed an Application: what changes nothing is not applied to it */
  readonly #operated = new Map<string, number>();
  /** Pods of the version before run until Argo CD compares again, and all are called healthy */
  isSlow = false;
  /** Everything is scaled to zero */
  isIdle = false;
  /** Pods run images under another name than the one in Git */
  isMirrored = false;

  constructor(services: readonly Service[], now: () => number) {
    this.services = services;
    this.#now = now;
  }

  /** The version that runs in staging. */
  staged({ ref }: Service): string {
    return this.#staged.get(ref) ?? FIRST;
  }

  /** Another version runs in staging from now on. */
  stage({ ref }: Service, version: string): void {
    this.#staged.set(ref, version);
  }

  sync(repository: SimulatedRepository): void {
    this.#applied.set(repository.url, repository.main.length - 1);
    for (const service of this.services)
      if (service.repositories.includes(repository)) {
        const application = nameOf(service.name, repository.url);
        const version = versionIn(service, repository);
        const before = this.#wanted.get(application) ?? FIRST;
        if (version !== before)
          this.#operated.set(application, repository.main.length - 1);
        this.#wanted.set(application, version);
        this.#run(application, this.isSlow ? before : version);
      }
  }

  /** Some Application is unwell for a while. */
  fall({ name, repositories }: Service): void {
    const application = nameOf(name, repositories[0].url);
    if (!this.#unwell.has(application))
      this.#unwell.set(application, this.#now());
  }

  recover(): void {
    this.#unwell.clear();
    this.isMirrored = false;
    this.isSlow = false;
    for (const [application, version] of this.#wanted)
      this.#run(application, version);
  }

  /** Whether a version ran everywhere, and has since a moment. */
  hasRun(service: string, version: string, since: string): boolean {
    const { name, repositories } = this.services.find(
      one => one.ref === service,
    )!;
    return repositories.every(({ url }) => {
      const application = nameOf(name, url);
      this.#note(application);
      const last = this.#ran.get(`${application} ${version}`);
      return last !== undefined && last >= Date.parse(since);
    });
  }

  /** What is applied of a repository, as a place among its commits. */
  applied({ url }: SimulatedRepository): number {
    return this.#applied.get(url) ?? 0;
  }

  view(target: PromotionTarget, commit: string, main: string[]): TargetView {
    const running = this.#running.get(target.name) ?? FIRST;
    const at = main.indexOf(commit);
    const applied = this.#applied.get(target.repositoryUrl) ?? 0;
    const isCompared = at >= 0 && at <= applied;
    const [image] = target.versions;
    const listedAs = this.isMirrored ? 'mirror.example.com/cache' : image.name;
    const unwellSince = this.#unwell.get(target.name);
    return {
      target,
      deployment: deployment({
        name: target.name,
        running: this.isIdle ? null : running,
        images: this.isIdle ? [] : [`${listedAs}:${running}`],
        wanted: this.#wanted.get(target.name) ?? FIRST,
        ...(unwellSince !== undefined && {
          state: 'degraded',
          since: new Date(unwellSince).toISOString(),
        }),
      }),
      diagnosis: diagnosis(),
      isCompared,
      isOperated: at >= 0 && at <= (this.#operated.get(target.name) ?? 0),
    };
  }

  /** A version runs from now on; the one before ran until now. */
  #run(application: string, version: string): void {
    this.#note(application);
    this.#running.set(application, version);
    this.#note(application);
  }

  #note(application: string): void {
    const running = this.#running.get(application) ?? FIRST;
    this.#ran.set(`${application} ${running}`, this.#now());
  }
}

export function nameOf(service: string, repositoryUrl: string): string {
  return `${service}-${repositoryUrl.split('/').at(-1)!.replace('.git', '')}`;
}
