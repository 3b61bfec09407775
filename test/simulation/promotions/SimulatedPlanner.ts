import { changesOf } from '../../../plugins/gitops-backend/src/promotions/plan/changes';
import type {
  Planned,
  Planning,
} from '../../../plugins/gitops-backend/src/promotions/plan/Planning';
import type { PromotionSettings } from '../../../plugins/gitops-backend/src/environments/PromotionSettings';
import type { PromotionStore } from '../../../plugins/gitops-backend/src/promotions/store/PromotionStore';
import { Cluster, fileOf, imageOf, nameOf, textOf, versionIn } from './Cluster';
import type { SimulatedRepository } from './SimulatedRepository';

export interface SimulatedPlannerOptions {
  cluster: Cluster;
  store: PromotionStore;
  settings: PromotionSettings;
  /** Somebody else may do something now */
  pause(): Promise<void>;
}

/** Plans as the product does, without gates. What was read may be old when it is requested. */
export class SimulatedPlanner {
  readonly #options: SimulatedPlannerOptions;

  constructor(options: SimulatedPlannerOptions) {
    this.#options = options;
  }

  lookAgain() {}

  async plan(planning: Planning): Promise<Planned> {
    const { cluster, store, settings, pause } = this.#options;
    const { rollsBack, name: service, query, to, replaces } = planning;
    const { version: asked } = planning as Planning & { version?: string };
    const of = cluster.services.find(one => one.name === service)!;
    const version = rollsBack?.previous ?? asked!;
    const name = imageOf(service);
    const previous = versionIn(of, of.repositories[0]);
    const changed = of.repositories.filter(
      one => versionIn(of, one) !== version,
    );
    const edits = changed.map(one => editOf(service, version, one));
    const underWay = (await store.records.underWay(query.service)).find(
      one => one.promotion.to === to && one.promotion.id !== replaces,
    );
    await pause();
    const planned = {
      id: `${service} ${version}`,
      kind: rollsBack ? 'rollback' : 'promotion',
      version,
      previous,
      versions: [{ name, from: previous, to: version }],
      source: { title: 'Staging' },
      target: { title: 'Production' },
      targets: of.repositories.map(one => ({
        instance: 'eu',
        namespace: 'argocd',
        name: nameOf(service, one.url),
        repositoryUrl: one.url,
        base: 'main',
        versions: [{ name, to: version, inSpec: false }],
        foundIn: changed.includes(one)
          ? undefined
          : one.branches.get('main')!.head,
      })),
      edits,
      changes: changesOf(edits),
      gates:
        edits.length > 0
          ? []
          : [
              {
                gate: 'change',
                result: 'block',
                canOverride: false,
                sentence: 'Git asks for it already',
              },
            ],
      settings,
      underWay,
    };
    return planned as unknown as Planned;
  }
}

function editOf(
  service: string,
  version: string,
  repository: SimulatedRepository,
): Planned['edits'][number] {
  const file = fileOf(service);
  const image = imageOf(service);
  const { url, name } = repository;
  return {
    move: {
      place: {
        repository: url,
        ref: 'main',
        file,
        document: 0,
        path: 'tag',
        locator: 'annotation gitops/version-places',
        current: { kind: 'image', repository: image, tag: '' },
        scalars: { tag: ['tag'] },
      },
      to: { kind: 'image', repository: image, tag: version },
    },
    snapshot: {
      repository: { url, name },
      branch: 'main',
      base: repository.branches.get('main')!.head,
    },
    text: repository.text('main', file) ?? textOf('1.0.0'),
  } as unknown as Planned['edits'][number];
}
