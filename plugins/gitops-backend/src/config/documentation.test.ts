import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  createMockDirectory,
  MockDirectory,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { loadConfigSchema } from '@backstage/config-loader';
import type { JsonObject } from '@backstage/types';
import {
  annotationProblemCodes,
  claimProblemCodes,
  gitopsPermissions,
  promotionStates,
} from 'backstage-plugin-gitops-common';
import { GitHosts } from 'backstage-plugin-gitops-node';
import { parse } from 'yaml';
import { registerActions } from '../actions/registerActions';
import { openapi } from '../api/openapi';
import { gitopsDeploymentRules } from '../api/permissions';
import { readSettings } from './readConfig';

// Compiling config.d.ts takes some seconds
jest.setTimeout(60_000);

const pages = ['install.md', 'migrate.md', 'configuration.md', 'promotions.md'];
const docs = join(__dirname, '..', '..', '..', '..', 'docs');
const directory = createMockDirectory();

interface Example {
  place: string;
  config: JsonObject;
  /** What the page says that the backend says */
  refusal?: string;
}

function textOf(page: string): string {
  return readFileSync(join(docs, page), 'utf8');
}

/**
 * Every block of YAML that configures something of this plugin, and the text that follows it where
 * the page tells of a mistake.
 */
function examplesIn(page: string): Example[] {
  const blocks = [
    ...textOf(page).matchAll(/^( *)```(\w+)\n([^]*?)^ *```$/gm),
  ].map(([, indent, language, content], index) => ({
    place: `${page}, block ${index + 1}`,
    language,
    content: content.replaceAll(`\n${indent}`, '\n').slice(indent.length),
  }));
  return blocks.flatMap(({ place, language, content }, index) => {
    if (language !== 'yaml') return [];
    const config = parse(content) as JsonObject;
    const isOurs = ['gitops', 'argocd', 'integrations', 'events'].some(
      key => key in config,
    );
    if (!isOurs) return [];
    const next = blocks[index + 1];
    const refusal = next?.language === 'text' ? next.content.trim() : undefined;
    return [{ place, config, refusal }];
  });
}

/** The files that examples name exist on the reader's machine, not here. */
function withFiles(config: JsonObject, folder: MockDirectory): JsonObject {
  const file = folder.resolve('ca.pem');
  writeFileSync(file, rootCertificates[0]);
  return JSON.parse(
    JSON.stringify(config, (key, value) => (key === 'caFile' ? file : value)),
  );
}

/** What each item of the list in one part of a page begins with, where that is code. */
function itemsIn(page: string, heading: string): string[] {
  return [...partOf(page, heading).matchAll(/^- `([^`]+)`/gm)].map(
    ([, name]) => name,
  );
}

function partOf(page: string, heading: string): string {
  const [, part = ''] = textOf(page).split(`\n## ${heading}\n`);
  return part.split(/^## /m)[0];
}

/** First cells of the rows of the tables in one part of a page, without what marks them as code. */
function firstColumnIn(page: string, heading: string): string[] {
  return [...partOf(page, heading).matchAll(/^\| (`.*?) *\|/gm)].map(
    ([, cell]) => cell.replaceAll('`', ''),
  );
}

describe('the configuration in the documents', () => {
  const examples = pages.flatMap(examplesIn);
  const accepted = examples.filter(({ refusal }) => !refusal);

  it('is there, right and wrong', () => {
    const pagesOf = new Set(examples.map(({ place }) => place.split(',')[0]));
    expect([...pagesOf]).toEqual(pages);
    expect(examples.some(({ refusal }) => refusal)).toBe(true);
  });

  it.each(accepted.filter(({ config }) => config.gitops ?? config.argocd))(
    'is accepted: $place',
    ({ config }) => {
      const settings = readSettings(
        new ConfigReader(withFiles(config, directory)),
      );
      expect(settings.instances.length).toBeGreaterThan(0);
    },
  );

  it.each(examples.filter(({ refusal }) => refusal))(
    'is refused as the page says: $place',
    ({ config, refusal }) => {
      expect(() => readSettings(new ConfigReader(config))).toThrow(
        new Error(refusal),
      );
    },
  );

  it('is of the types that config.d.ts declares', async () => {
    const all = await loadConfigSchema({
      dependencies: [],
      packagePaths: [join(__dirname, '..', '..', 'package.json')],
    });
    const serialized = all.serialize() as unknown as {
      schemas: { packageName: string }[];
    };
    const own = await loadConfigSchema({
      serialized: {
        ...serialized,
        schemas: serialized.schemas.filter(
          ({ packageName }) =>
            packageName === 'backstage-plugin-gitops-backend',
        ),
      } as unknown as JsonObject,
    });
    for (const { config, place } of accepted)
      expect(() =>
        own.process([{ data: config, context: place }]),
      ).not.toThrow();
  });

  it('finds a repository by the name that Argo CD has, and by that of the portal', () => {
    const [{ config }] = accepted.filter(one => one.config.integrations);
    const hosts = GitHosts.fromConfig(new ConfigReader(config));
    for (const host of ['gitea-http.gitea.svc:3000', 'git.example.com'])
      expect(hosts.repository(`https://${host}/platform/gitops.git`)).toEqual(
        expect.objectContaining({
          url: 'https://git.example.com/platform/gitops',
        }),
      );
    expect(hosts.repository('git@github.com:platform/gitops.git').url).toBe(
      'https://github.com/platform/gitops',
    );
  });
});

describe('what the documents list is all that there is', () => {
  it('of gates', () => {
    const folder = join(__dirname, '..', 'promotions', 'gates');
    const names = readdirSync(folder).flatMap(
      file =>
        /^export const \w+: Gate(?:<\w+>)? = \{\n {2}name: '([\w-]+)'/m.exec(
          readFileSync(join(folder, file), 'utf8'),
        )?.[1] ?? [],
    );
    expect(firstColumnIn('promotions.md', 'Gates').sort()).toEqual(
      names.sort(),
    );
  });

  it('of states', () => {
    expect(firstColumnIn('promotions.md', 'States')).toEqual(promotionStates);
  });

  it('of permissions', () => {
    expect(itemsIn('permissions.md', 'What each one guards').sort()).toEqual(
      gitopsPermissions.map(({ name }) => name).sort(),
    );
  });

  it('of what is audited', () => {
    const here = join(__dirname, '..');
    const actions = 'scaffolder-backend-module-gitops/src';
    const written = [here, join(here, '..', '..', actions)]
      .flatMap(folder =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(file =>
          join(folder, file),
        ),
      )
      .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap(file => [
        ...readFileSync(file, 'utf8').matchAll(
          /eventId: '([\w-]+)'|^ +'(promotion-\w+)',$/gm,
        ),
      ])
      .map(([, named, passed]) => named ?? passed);
    const documented = partOf('monitoring.md', 'The audit log')
      .split('\n')
      .flatMap(line => [...(line.split('|')[1]?.matchAll(/`([\w-]+)`/g) ?? [])])
      .map(([, name]) => name)
      .filter(name => !name.startsWith('argocd-'));
    expect(documented.sort()).toEqual([...new Set(written)].sort());
  });

  it('of rules for policies', () => {
    expect(
      itemsIn('permissions.md', 'The three rules').map(
        rule => rule.split('(')[0],
      ),
    ).toEqual(Object.keys(gitopsDeploymentRules));
  });

  it('of problems with whose Applications are', () => {
    const codes = partOf('permissions.md', 'Problems, and what to do').matchAll(
      /\(`(\w+)`\)/g,
    );
    expect([...codes].map(([, code]) => code).sort()).toEqual(
      [...annotationProblemCodes].sort(),
    );
  });

  it('of what can be wrong with whose an Application is', () => {
    const codes = partOf(
      'monitoring.md',
      'Applications without a clear owner',
    ).matchAll(/\(`(\w+)`\)/g);
    expect([...codes].map(([, code]) => code).sort()).toEqual(
      [...claimProblemCodes].sort(),
    );
  });

  it('of actions for agents', async () => {
    const registry = actionsRegistryServiceMock();
    registerActions({
      registry,
      calls: {} as never,
      services: {} as never,
    });
    const { actions } = await registry.list();
    expect(
      firstColumnIn('agents.md', 'The actions').map(name => name.split('.')[1]),
    ).toEqual(actions.map(({ name }) => name));
  });

  it('of the HTTP API', () => {
    const written = [
      ...firstColumnIn('configuration.md', 'The HTTP API'),
      ...firstColumnIn('promotions.md', 'The HTTP API'),
    ].map(row => row.replace(/\?.*/, ''));
    const there = Object.entries(openapi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        method => `${method.toUpperCase()} ${path.replace('/v1/', '')}`,
      ),
    );
    expect([...new Set(written)].sort()).toEqual(there.sort());
  });
});
