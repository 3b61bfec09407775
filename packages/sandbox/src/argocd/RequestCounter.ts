export type RequestKind =
  | 'list'
  | 'stream'
  | 'application'
  | 'refresh'
  | 'resource-tree'
  | 'managed-resources'
  | 'resource'
  | 'events'
  | 'syncwindows'
  | 'revision-metadata'
  | 'sync'
  | 'applicationsets'
  | 'projects'
  | 'session'
  | 'other';

export interface RequestCounts {
  total: number;
  byKind: Partial<Record<RequestKind, number>>;
  /** By the name of the Application that they are about. Requests about none are left out */
  byApplication: Record<string, number>;
}

/** Counts what reaches an instance: a page view must cost it nothing. */
export class RequestCounter {
  #byKind: Partial<Record<RequestKind, number>> = {};
  readonly #byApplication = new Map<string, number>();

  count(path: string, query: URLSearchParams): void {
    const kind = kindOf(path, query);
    this.#byKind[kind] = (this.#byKind[kind] ?? 0) + 1;
    const [, name] = /^\/api\/v1\/applications\/([^/]+)/.exec(path) ?? [];
    if (name)
      this.#byApplication.set(name, (this.#byApplication.get(name) ?? 0) + 1);
  }

  counts(): RequestCounts {
    return {
      total: Object.values(this.#byKind).reduce((sum, count) => sum + count, 0),
      byKind: { ...this.#byKind },
      byApplication: Object.fromEntries(this.#byApplication),
    };
  }

  reset(): void {
    this.#byKind = {};
    this.#byApplication.clear();
  }
}

const ofApplication: [RegExp, RequestKind][] = [
  [/^resource-tree$/, 'resource-tree'],
  [/^managed-resources$/, 'managed-resources'],
  [/^resource(\/.*)?$/, 'resource'],
  [/^events$/, 'events'],
  [/^syncwindows$/, 'syncwindows'],
  [/^revisions\/.*$/, 'revision-metadata'],
  [/^sync$/, 'sync'],
];

function kindOf(path: string, query: URLSearchParams): RequestKind {
  if (path === '/api/v1/applications') return 'list';
  if (path === '/api/v1/stream/applications') return 'stream';
  const [, rest] =
    /^\/api\/v1\/applications\/[^/]+(?:\/(.*))?$/.exec(path) ?? [];
  if (rest)
    return (
      ofApplication.find(([pattern]) => pattern.test(rest))?.[1] ?? 'other'
    );
  if (path.startsWith('/api/v1/applications/'))
    return query.get('refresh') ? 'refresh' : 'application';
  if (path.startsWith('/api/v1/applicationsets')) return 'applicationsets';
  if (path.startsWith('/api/v1/projects')) return 'projects';
  if (path.startsWith('/api/v1/session')) return 'session';
  return 'other';
}
