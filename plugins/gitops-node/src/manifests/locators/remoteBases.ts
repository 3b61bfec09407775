import { isVersion } from '../isVersion';
import type { Locator, Search } from '../Locator';
import { scalarIn } from '../readDocuments';
import { nameOfSource, VersionPlace, written } from '../VersionPlace';
import {
  isFile,
  isRemote,
  Kustomization,
  kustomizationsOf,
} from './kustomizations';

const LISTS = ['resources', 'components', 'bases'];

/**
 * Tags and commits of other repositories that a kustomization takes a base or component from:
 * `https://git.example.com/shop/orders//deploy?ref=v1.4.0`.
 */
export const remoteBases: Locator = {
  name: 'remote bases',
  async find({ sources }, search) {
    const found = await Promise.all(
      sources.map(source =>
        kustomizationsOf(source, { ...search, missed: () => {} }),
      ),
    );
    return found.flat().flatMap(one => placesIn(one, search));
  },
};

function placesIn(
  { repository, ref, file, document, yaml, content, isShared }: Kustomization,
  search: Search,
): VersionPlace[] {
  const entries = LISTS.flatMap(list => {
    const names = content[list];
    return (Array.isArray(names) ? names : []).map((_, index) => [list, index]);
  });
  return entries.flatMap(path => {
    const name = scalarIn(yaml, path);
    if (name === undefined || !isRemote(name)) return [];
    const named = withoutUser(name);
    const where = `${written(path)} in ${file}`;
    const [, prefix, revision, suffix] =
      /^(.*[?&](?:ref|version)=)([^&]+)(.*)$/.exec(name) ?? [];
    if (!isVersion(revision)) {
      const address = named.split('?')[0];
      search.missed(
        isFile(address)
          ? `${where}, which is the file ${address} of another server`
          : `${where}, which follows ${
              revision ?? 'the default branch'
            } of ${address}: no tag or commit is written there`,
      );
      return [];
    }
    return {
      repository,
      ref,
      file,
      document,
      path: written(path),
      locator: remoteBases.name,
      current: {
        kind: 'revision' as const,
        revision,
        source: nameOfSource({ repoURL: sourceIn(named) }),
      },
      scalars: { revision: path },
      prefix,
      suffix,
      ...(isShared ? { isShared } : {}),
      ...(hasSecret(name)
        ? {
            refusal:
              "whose address holds a password or token: give that to Argo CD as the repository's credentials",
          }
        : {}),
    };
  });
}

/** Scheme and user before the host, with a password where there is a colon. */
const USER = /^((?:git::)?(?:[a-z+]+:\/\/)?)([^/?]*)@/i;
const MIN_TOKEN_LENGTH = 20;

/** A password, or a token in place of a user. SSH keeps its secrets elsewhere. */
function hasSecret(name: string): boolean {
  const [, scheme = '', user = ''] = USER.exec(name) ?? [];
  const mayBeToken = isHttp(scheme) && user.length >= MIN_TOKEN_LENGTH;
  return mayBeToken || user.includes(':');
}

/** Names are shown and stored. The user of SSH is part of the address. */
function withoutUser(name: string): string {
  const [start, scheme] = USER.exec(name) ?? [];
  if (start === undefined || scheme === undefined) return name;
  return isHttp(scheme) || hasSecret(name)
    ? `${scheme}${name.slice(start.length)}`
    : name;
}

function isHttp(scheme: string): boolean {
  return /https?:\/\/$/i.test(scheme);
}

/**
 * The repository, and the folder behind a double slash, as Kustomize writes it itself. Without one,
 * the repository ends at `.git`, else it is an owner and a name.
 */
function sourceIn(name: string): string {
  const address = name
    .split('?')[0]
    .replace(/^git::/, '')
    .replace(/\/+$/, '');
  const [, scheme = '', rest] = /^([a-z+]+:\/\/|[\w.-]+@[\w.-]+:)?(.*)$/i.exec(
    address,
  )!;
  const count = scheme.includes('@') ? 2 : 3;
  const parts = rest.split('/');
  const [, repository, folder] = /^(.+?)(?:\.git)?\/\/(.*)$/.exec(rest) ??
    /^(.+?)\.git(?:\/(.*))?$/.exec(rest) ?? [
      '',
      parts.slice(0, count).join('/'),
      parts.slice(count).join('/'),
    ];
  return `${scheme || 'https://'}${repository}${folder ? `//${folder}` : ''}`;
}
