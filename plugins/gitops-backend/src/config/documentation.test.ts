import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import {
  createMockDirectory,
  MockDirectory,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { readSettings } from './readConfig';

const pages = ['install.md', 'migrate.md', 'configuration.md'];
const docs = join(__dirname, '..', '..', '..', '..', 'docs');
const directory = createMockDirectory();

interface Example {
  place: string;
  config: JsonObject;
  /** What the page says that the backend says */
  refusal?: string;
}

/** Every block of YAML that configures this plugin, and the text that follows it where the page tells of a mistake. */
function examplesIn(page: string): Example[] {
  const text = readFileSync(join(docs, page), 'utf8');
  const blocks = [...text.matchAll(/^( *)```(\w+)\n([^]*?)^ *```$/gm)].map(
    ([, indent, language, content], index) => ({
      place: `${page}, block ${index + 1}`,
      language,
      content: content.replaceAll(`\n${indent}`, '\n').slice(indent.length),
    }),
  );
  return blocks.flatMap(({ place, language, content }, index) => {
    if (language !== 'yaml') return [];
    const config = parse(content) as JsonObject;
    if (!config.gitops && !config.argocd) return [];
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

describe('the configuration in the documents', () => {
  const examples = pages.flatMap(examplesIn);

  it('is there, right and wrong', () => {
    const pagesOf = new Set(examples.map(({ place }) => place.split(',')[0]));
    expect([...pagesOf]).toEqual(pages);
    expect(examples.some(({ refusal }) => refusal)).toBe(true);
  });

  it.each(examples.filter(({ refusal }) => !refusal))(
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
});
