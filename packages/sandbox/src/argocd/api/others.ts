import { uidOf } from '../ids';
import { isObject, JsonObject, listAt, Manifest, objectAt } from '../Json';
import { isActive } from '../controller/syncWindows';
import { Context } from './Context';
import { notFound } from './errors';

const defaultProject: Manifest = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'default' },
  spec: {
    sourceRepos: ['*'],
    destinations: [{ server: '*', namespace: '*' }],
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
  },
};

function projectsOf(context: Context): Manifest[] {
  const projects = new Map([
    ['default', defaultProject],
    ...context.controller.projects,
  ]);
  return [...projects.values()].sort((a, b) =>
    a.metadata.name < b.metadata.name ? -1 : 1,
  );
}

function projectJson(project: Manifest): JsonObject {
  const { name } = project.metadata;
  return {
    metadata: {
      ...project.metadata,
      namespace: 'argocd',
      uid: uidOf(`AppProject/${name}`),
      resourceVersion: '524',
      generation: 1,
    },
    spec: objectAt(project, 'spec'),
    status: {},
  };
}

/** Answers to GET that concern no single Application; undefined where the path is none of them. */
export function otherRoute(
  context: Context,
  path: string,
  query: URLSearchParams,
): unknown {
  const applicationOf = (name: string) => context.store.get(name);
  const { resourceVersion } = context.store;
  const { applicationSets } = context.controller;
  if (path === '/api/v1/applicationsets') {
    const sets = [...applicationSets.values()].sort((a, b) =>
      a.manifest.metadata.name < b.manifest.metadata.name ? -1 : 1,
    );
    const items = sets.map(set => set.toJson(applicationOf, resourceVersion));
    return {
      metadata: { resourceVersion },
      items: items.length > 0 ? items : null,
    };
  }
  const set = /^\/api\/v1\/applicationsets\/([^/]+)$/.exec(path)?.[1];
  if (set !== undefined) {
    const state = applicationSets.get(decodeURIComponent(set));
    const namespace = query.get('appsetNamespace') || 'argocd';
    if (!state || namespace !== 'argocd')
      throw notFound(`applicationsets.argoproj.io "${set}" not found`);
    return state.toJson(applicationOf, resourceVersion);
  }
  if (path === '/api/v1/projects')
    return {
      metadata: { resourceVersion },
      items: projectsOf(context).map(projectJson),
    };
  const [, name, below] =
    /^\/api\/v1\/projects\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
  if (name !== undefined) {
    const project = projectsOf(context).find(
      candidate => candidate.metadata.name === decodeURIComponent(name),
    );
    if (!project) throw notFound(`appprojects.argoproj.io "${name}" not found`);
    if (below === undefined) return projectJson(project);
    if (below === 'syncwindows') return activeWindows(context, project);
  }
  if (path.startsWith('/api/v1/account/can-i/')) return { value: 'yes' };
  return undefined;
}

/** Answers that need no token. */
export function anonymousRoute(
  context: Context,
  path: string,
  username: string | undefined,
): unknown {
  if (path === '/api/version') return { Version: context.dialect.version };
  if (path === '/api/v1/session/userinfo') {
    return username ? { loggedIn: true, username, iss: 'argocd' } : {};
  }
  if (path === '/api/v1/settings') {
    return {
      appLabelKey: 'app.kubernetes.io/instance',
      googleAnalytics: { anonymizeUsers: true },
      kustomizeOptions: { BuildOptions: '', BinaryPath: '', Versions: null },
      help: {},
      trackingMethod: 'annotation',
      appsInAnyNamespaceEnabled: true,
      syncWithReplaceAllowed: true,
    };
  }
  return undefined;
}

function activeWindows(context: Context, project: Manifest): unknown {
  const now = context.clock().now();
  const active = listAt(project, 'spec', 'syncWindows')
    .filter(isObject)
    .filter(window => isActive(window, now));
  return active.length > 0 ? { windows: active } : {};
}
