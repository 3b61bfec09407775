import { isSecretSetting, randomTexts } from 'backstage-plugin-gitops-common';
import { lintSource } from '@secretlint/core';
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend';
import {
  LineCounter,
  parseAllDocuments,
  isMap,
  isPair,
  isScalar,
  visit,
} from 'yaml';
import type { Finding } from './Finding';

const MAX_LENGTH = 4 * 1024 * 1024;
/** `password = "…"` in any language, `PASSWORD=…` in a file of variables. */
const ASSIGNMENT =
  /(?:^|[\s"'`{(,;])["']?([A-Za-z][\w.-]{2,60})["']?\s*(?::=|[:=])\s*(?:"([^"\n]{3,})"|'([^'\n]{3,})')|^\s*(?:export\s+)?([A-Za-z_]\w+)=([^\s"'#]{3,})\s*$/gm;

/**
 * What looks like a secret in a text: a Kubernetes Secret, what the rules of secretlint know (keys of clouds and hosts, private keys, addresses with passwords), a literal value of a setting that is
 * called like a secret, and what is as random as a key.
 *
 * @param file - its name, by which its language is known
 */
export async function findSecrets(
  text: string,
  file: string,
): Promise<Finding[]> {
  if (text.length > MAX_LENGTH || text.includes('\0')) return [];
  const at = (index: number) =>
    `${file}:${text.slice(0, index).split('\n').length}`;
  const found: Finding[] = [...(await known(text, file))];
  const manifest = /\.(ya?ml|json)$/i.test(file) ? settings(text, file) : null;
  if (manifest) found.push(...manifest);
  else {
    for (const {
      index,
      1: name,
      2: a,
      3: b,
      4: variable,
      5: c,
    } of text.matchAll(ASSIGNMENT)) {
      const key = name ?? variable;
      if (isSecretSetting(key, a ?? b ?? c ?? ''))
        found.push({ place: at(index + 1), what: `a value of ${key}` });
    }
    const secret = /^[ \t-]*kind:[ \t]*["']?Secret["']?[ \t\r]*(?:#.*)?$/m.exec(
      text,
    );
    if (secret)
      found.push({ place: at(secret.index), what: 'a Kubernetes Secret' });
  }
  for (const { index } of randomTexts(text))
    found.push({ place: at(index), what: 'as random as a key' });
  // What several rules see at one place is one secret
  return found.filter(
    (one, index) =>
      found.findIndex(other => other.place === one.place) === index,
  );
}

/** By the maintained rules. Their messages quote what they found, so only their names are taken. */
async function known(text: string, file: string): Promise<Finding[]> {
  const { messages } = await lintSource({
    source: {
      filePath: file,
      content: text,
      contentType: 'text',
      ext: `.${file.split('.').at(-1)}`,
    },
    options: {
      maskSecrets: true,
      config: {
        rules: [
          {
            id: '@secretlint/secretlint-rule-preset-recommend',
            rule: recommended,
            // Off by default, as an id alone opens nothing: but it has no place in Git either
            rules: [
              {
                id: '@secretlint/secretlint-rule-aws',
                options: { enableIDScanRule: true },
              },
            ],
          },
        ],
      },
    },
  });
  return messages.map(({ loc, ruleId }) => ({
    place: `${file}:${loc.start.line}`,
    what: nameOf(ruleId),
  }));
}

function nameOf(ruleId: string): string {
  const [name = 'secret'] = /[^/]+$/.exec(ruleId) ?? [];
  const short = name.replace(/^secretlint-rule-/, '');
  return `${/^[aeiou]/i.test(short) ? 'an' : 'a'} ${short} secret`;
}

/** Settings of a YAML or JSON file; null where it is none, as with templates of text. */
function settings(text: string, file: string): Finding[] | null {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    merge: true,
  });
  if (!Array.isArray(documents)) return [];
  if (documents.some(({ errors }) => errors.length > 0)) return null;
  const found: Finding[] = [];
  const add = (node: unknown, what: string) => {
    const offset = isScalar(node) || isMap(node) ? node.range?.[0] : undefined;
    found.push({ place: `${file}:${lines.linePos(offset ?? 0).line}`, what });
  };
  for (const document of documents)
    visit(document, {
      Map(_, node, path) {
        const kind = node.get('kind');
        const isItem = !path.some(isPair) || isInItems(path);
        if (kind === 'Secret' && node.has('apiVersion') && isItem)
          add(node, 'a Kubernetes Secret');
        // Of a container's environment
        const name = node.get('name');
        const value = node.get('value', true);
        if (typeof name === 'string' && isScalar(value))
          if (isSecretSetting(name, String(value.value ?? '')))
            add(value, `a value of ${name}`);
      },
      Pair(_, { key, value }) {
        const name = isScalar(key) ? String(key.value) : '';
        if (!isScalar(value) || typeof value.value === 'boolean') return;
        if (isSecretSetting(name, String(value.value ?? '')))
          add(value, `a value of ${name}`);
      },
    });
  return found;
}

/** Of a List, which may itself be one of several documents. */
function isInItems(path: readonly unknown[]): boolean {
  const pairs = path.filter(isPair);
  return (
    pairs.length === 1 &&
    isScalar(pairs[0].key) &&
    pairs[0].key.value === 'items'
  );
}
