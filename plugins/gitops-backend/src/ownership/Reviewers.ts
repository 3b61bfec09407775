import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { GitHosts, GitHostType } from 'backstage-plugin-gitops-node';

const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
];

/** Who is to review a pull request. */
export interface ReviewersOf {
  /** Names on the Git host */
  readonly asked: readonly string[];
  /** References of users and groups of the portal */
  readonly notified: readonly string[];
}

/** Annotations whose values are names on a Git host. */
interface NameAnnotations {
  readonly user: string;
  readonly group?: string;
}

/**
 * Knows reviewers both as the Git host names them and as the catalog does. What connects them are
 * the annotations that Backstage's own providers of users and groups write.
 */
export class Reviewers {
  readonly #auth: AuthService;
  readonly #catalog: Pick<CatalogService, 'getEntities' | 'getEntitiesByRefs'>;
  readonly #hosts: Pick<GitHosts, 'all' | 'repository'>;
  readonly #logger: Pick<LoggerService, 'warn'>;

  constructor(options: {
    auth: AuthService;
    catalog: Pick<CatalogService, 'getEntities' | 'getEntitiesByRefs'>;
    hosts: Pick<GitHosts, 'all' | 'repository'>;
    logger: Pick<LoggerService, 'warn'>;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#hosts = options.hosts;
    this.#logger = options.logger;
  }

  /**
   * A reviewer with one known name only is asked, or notified, by that alone. A catalog that can't
   * be read hinders no promotion.
   *
   * @param reviewers - names on the Git host, and references of users and groups
   */
  async of(
    reviewers: readonly string[],
    repositoryUrl: string,
  ): Promise<ReviewersOf> {
    const refs = reviewers.filter(isRef).map(ref => ref.toLowerCase());
    const names = reviewers.filter(one => !isRef(one));
    if (reviewers.length === 0) return { asked: [], notified: [] };
    try {
      const { host } = this.#hosts.repository(repositoryUrl);
      const type = this.#hosts.all().find(one => one.host === host)?.type;
      const annotations = annotationsOn(host, type);
      const entities = [
        ...(await this.#byRef(refs)),
        ...(await this.#byName(names, annotations, host)),
      ];
      return {
        asked: unique([
          ...names,
          ...entities.flatMap(entity => nameIn(entity, annotations) ?? []),
        ]),
        notified: unique([...refs, ...entities.map(stringifyEntityRef)]),
      };
    } catch (error) {
      this.#logger.warn(
        `Reviewers were not looked up in the catalog: ${error}`,
      );
      return { asked: names, notified: refs };
    }
  }

  async #byRef(refs: readonly string[]): Promise<Entity[]> {
    if (refs.length === 0) return [];
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs: [...refs], fields: FIELDS },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    return items.flatMap(entity => entity ?? []);
  }

  async #byName(
    names: readonly string[],
    { user, group }: NameAnnotations,
    host: string,
  ): Promise<Entity[]> {
    if (names.length === 0) return [];
    const filterOf = (kind: string, annotation: string) => ({
      kind,
      [`metadata.annotations.${annotation}`]: names.flatMap(name => [
        name,
        // GitLab's provider writes the address of the user's page
        `https://${host}/${name}`,
      ]),
    });
    const { items } = await this.#catalog.getEntities(
      {
        filter: [
          filterOf('User', user),
          ...(group === undefined ? [] : [filterOf('Group', group)]),
        ],
        fields: FIELDS,
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    return items;
  }
}

/** Names of hosts never begin with a kind of entity. */
function isRef(reviewer: string): boolean {
  return /^(user|group):\S+\/\S+$/i.test(reviewer);
}

function annotationsOn(
  host: string,
  type: GitHostType | undefined,
): NameAnnotations {
  switch (type) {
    case 'github':
      // GitHub Enterprise too
      return { user: 'github.com/user-login', group: 'github.com/team-slug' };
    case 'azureDevOps':
      return { user: 'microsoft.com/email' };
    default:
      return { user: `${host}/user-login` };
  }
}

function nameIn(
  { kind, metadata }: Entity,
  { user, group }: NameAnnotations,
): string | undefined {
  const annotation = kind.toLowerCase() === 'group' ? group : user;
  const value = annotation && metadata.annotations?.[annotation];
  return value && /^https?:/.test(value)
    ? value.replace(/\/+$/, '').split('/').at(-1)
    : value;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
