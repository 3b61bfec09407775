import { posix } from 'node:path';
import { stringify } from 'yaml';
import type {
  ApplicationManifests,
  ManifestFiles,
} from '../../plugins/gitops-node/src';

const repoURL = 'https://git.example.com/platform/gitops.git';
const manifest = 'sets/hostile.yaml';
/** Elements of lists, or files of a generator */
const entries = 300;
/** The longest that Kubernetes allows, nearly */
const longName = 'a-'.repeat(125);
const image = 'registry.example.com/orders:{{.version}}';
const placeholders = `${'{{.a}}-'.repeat(20)}x`;

export const ordinary = 'nothing: one element, a plain name';

/** An Application that somebody may make to stop the backend, and the files of its repository. */
export interface HostileSet {
  application: ApplicationManifests;
  files: ManifestFiles;
}

interface Shape {
  name?: string;
  labels?: Record<string, string>;
  source?: object;
  generators?: object[];
  files?: Record<string, string>;
}

const elements = Array.from({ length: entries }, (_, index) => ({
  service: `service-${index}`,
  version: '1.7.0',
}));
const list = { list: { elements } };
const gitFiles = (path: string) => ({
  git: { repoURL, revision: 'main', files: [{ path }] },
});
const configs = Object.fromEntries(
  elements.map((one, index) => [
    `apps/${index}/config.json`,
    JSON.stringify(one),
  ]),
);
const deep = Array.from({ length: 12 }, (_, index) => `folder-${index}`);
const withLabels = (template: string) =>
  Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`label-${index}`, template]),
  );

/** What may take more than linear time, by what is hostile about it. */
const shapes: Record<string, Shape> = {
  [ordinary]: { name: '{{.service}}-production' },
  'twenty placeholders in the name, a list of 300': {
    name: placeholders,
    generators: [list],
  },
  'twenty placeholders in the name, a file of 300': {
    name: placeholders,
    generators: [gitFiles('apps/all.json')],
    files: { 'apps/all.json': JSON.stringify(elements) },
  },
  'twenty placeholders in the name, 300 files': {
    name: placeholders,
    generators: [gitFiles('apps/*/config.json')],
    files: configs,
  },
  'twenty placeholders in each of 50 labels': {
    name: '{{.a}}',
    labels: withLabels(placeholders),
  },
  'braces that nobody closes': {
    name: '{{'.repeat(50_000),
    labels: { 'label-0': '{{ '.repeat(50_000) },
  },
  'fields that never end': {
    name: `{{.a${'.a-'.repeat(30_000)}`,
    labels: { 'label-0': `{{${' '.repeat(90_000)}` },
  },
  'values as a text, 100 kB of fields': {
    source: { helm: { values: ': {{'.repeat(25_000) } },
  },
  'a pattern with sixty stars, 300 files': {
    generators: [gitFiles(`apps/${'*a'.repeat(60)}/config.json`)],
    files: configs,
  },
  'a pattern for eight folders at any depth': {
    generators: [gitFiles(`${'**/'.repeat(8)}x.json`)],
    files: { [`${deep.join('/')}/config.json`]: '{}' },
  },
  'a pattern with thirty braces': {
    generators: [gitFiles(`${'{a,b}'.repeat(30)}.json`)],
    files: configs,
  },
  '300 generators with a list of one': {
    generators: elements.map(one => ({ list: { elements: [one] } })),
  },
  'a list in a hundred levels of generators': {
    generators: Array.from({ length: 100 }).reduce<object[]>(
      generators => [{ matrix: { generators } }],
      [{ list: { elements: elements.slice(0, 1) } }],
    ),
  },
};

export const hostileShapes: readonly string[] = Object.keys(shapes);

/** @param shape - one of {@link hostileShapes} */
export function hostileSet(shape: string): HostileSet {
  const {
    name = longName,
    labels = {},
    source = { kustomize: { images: [image] } },
    generators = [{ list: { elements: elements.slice(0, 1) } }],
    files = {},
  } = shapes[shape];
  const spec = {
    generators,
    template: { metadata: { name, labels }, spec: { source } },
  };
  const metadata = { name: 'hostile' };
  const set = { kind: 'ApplicationSet', metadata, spec };
  return {
    application: {
      name: longName,
      namespace: 'argocd',
      labels: withLabels('a-'.repeat(31)),
      sources: [{ repoURL, targetRevision: 'main', path: 'apps/hostile' }],
      applicationSet: { name: 'hostile', spec },
      parent: {
        name: 'root',
        sources: [{ repoURL, targetRevision: 'main', path: 'sets' }],
      },
    },
    files: inMemory({ ...files, [manifest]: stringify(set) }),
  };
}

function inMemory(files: Record<string, string>): ManifestFiles {
  const folders = new Map<string, Awaited<ReturnType<ManifestFiles['list']>>>();
  const enter = (path: string, kind: 'file' | 'directory') => {
    if (path === '.') return;
    const folder = posix.dirname(path).replace(/^\.$/, '');
    if (!folders.has(folder)) enter(folder || '.', 'directory');
    const entry = { name: posix.basename(path), path, kind };
    folders.set(folder, [...(folders.get(folder) ?? []), entry]);
  };
  for (const path of Object.keys(files)) enter(path, 'file');
  return {
    isBranch: async () => true,
    read: async path => files[path],
    list: async folder => folders.get(folder) ?? [],
  };
}
