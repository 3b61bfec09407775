import {
  Alias,
  Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Node,
  parseAllDocuments,
  visit,
} from 'yaml';
import { assignmentsIn, valueOf } from './assignments';
import type { Found } from './Finding';
import { kubernetesSecret } from './kubernetesSecret';
import { languageOf } from './languages';
import { holdsSecretValues, levelOfItem, levelOfValue } from './levelOfValue';
import { secretsInText } from './secretsInText';

/** A ConfigMap may hold a chart's values, and those a manifest. */
const MAX_DEPTH = 5;
/** How long they last, or what a schema says of them */
const ABOUT_VALUES =
  /\s|^\d+(?:ms|[smhd])$|^(?:object|array|string|integer|boolean)$/;
/** What Kustomize makes a Secret of. */
const GENERATOR = 'a secretGenerator, which makes a Kubernetes Secret';

/** Settings of a YAML or JSON file; null where it is none, as with templates and properties. */
export function manifestSecrets(text: string, depth = 0): Found[] | null {
  if (isJsonWithout(text, depth)) return [];
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    merge: true,
    // Both take minutes where there is very much of it
    prettyErrors: false,
    uniqueKeys: false,
  });
  if (!Array.isArray(documents)) return [];
  const isText = documents.some(
    ({ errors, contents }) => errors.length > 0 || isScalar(contents),
  );
  if (isText) return null;
  return [...inDocuments(documents, lines, depth), ...inComments(text)];
}

/**
 * Whether it is JSON in which nothing is found. That is known much sooner than where something
 * stands. The text is looked at too: of two fields of one name, the first would not be seen.
 */
function isJsonWithout(text: string, depth: number): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    const document = new Document(JSON.parse(text));
    return (
      inDocuments([document], new LineCounter(), depth).length === 0 &&
      secretsInText(text, 'program').length === 0
    );
  } catch {
    return false;
  }
}

function inDocuments(
  documents: readonly Document[],
  lines: LineCounter,
  depth: number,
): Found[] {
  const found: Found[] = [];
  const lineOf = (node: unknown) =>
    lines.linePos((node as Node | undefined)?.range?.[0] ?? 0).line;
  const addValue = (
    node: unknown,
    name: string,
    { at = node, judge = levelOfValue } = {},
  ) => {
    if (!isScalar(node) || typeof node.value === 'boolean') return;
    const value = textOf(node);
    const level = judge(name, value);
    if (level)
      found.push({ line: lineOf(at), what: valueOf(name), value, level });
  };
  for (const document of documents)
    visit(document, {
      Map(_, node, path) {
        const secret = kubernetesSecret(node, path);
        if (secret) found.push({ line: lineOf(node), ...secret });
        // Of a container's environment
        const name = node.get('name');
        if (typeof name === 'string') addValue(node.get('value', true), name);
      },
      Pair(_, { key, value }) {
        const name = textOf(key);
        const target = resolved(value, document);
        if (name === 'secretGenerator' && isSeq(target))
          for (const item of target.items)
            found.push({
              line: lineOf(key),
              what: GENERATOR,
              value: String(item),
              level: isMap(item) && item.has('literals') ? 'certain' : 'likely',
            });
        addValue(target, name, { at: value });
        if (holdsSecretValues(name, () => fieldsOf(target)))
          for (const one of valuesIn(target))
            addValue(one, name, { judge: levelOfItem });
      },
      Seq(_, { items }) {
        for (const [index, item] of items.entries()) {
          const [, flag] = /^--?([A-Za-z][\w-]*)$/.exec(textOf(item)) ?? [];
          if (flag && !textOf(items[index + 1]).startsWith('-'))
            addValue(items[index + 1], flag);
        }
      },
      Scalar(key, node, path) {
        if (key === 'key' || typeof node.value !== 'string') return;
        const parent = path.at(-1);
        const field = isPair(parent) ? textOf(parent.key) : '';
        for (const one of inScalar(node.value, field, depth)) {
          // The text of a block begins on the line behind its sign
          const isBlock = node.type?.startsWith('BLOCK');
          const own = lineOf(node);
          found.push({ ...one, line: isBlock ? own + one.line : own });
        }
      },
    });
  return found;
}

/** In comments, only likely findings count, because charts explain their values there. */
function inComments(text: string): Found[] {
  const comments = text.replace(/^(?![ \t]*#)[^\n]*/gm, '');
  return secretsInText(comments, 'prose').filter(
    ({ level }) => level === 'likely',
  );
}

/** @param field - its name: in a ConfigMap, that of a file */
function inScalar(text: string, field: string, depth: number): Found[] {
  const isJson = /^\s*[[{]/.test(text);
  if (text.includes('\n') || isJson) {
    const language = /\.\w+$/.test(field) ? languageOf(field) : 'settings';
    const mayBeManifest =
      depth < MAX_DEPTH && (isJson || language === 'settings');
    return (
      (mayBeManifest && manifestSecrets(text, depth + 1)) ||
      secretsInText(text, language)
    );
  }
  // Most are one word, and nothing is assigned in it
  if (!/[=@\s"'`]/.test(text)) return [];
  return assignmentsIn(text, 'words').map(({ index: _, ...found }) => ({
    line: 1,
    ...found,
  }));
}

function fieldsOf(node: unknown): [key: string, value: unknown][] {
  if (!isMap(node)) return [];
  return node.items.map(({ key, value }) => [
    textOf(key),
    isScalar(value) ? value.value : value,
  ]);
}

/** Without numbers of a map: those are limits, lifetimes and lengths. */
function valuesIn(node: unknown): unknown[] {
  const values = isMap(node)
    ? node.items.map(({ value }) => value).filter(one => !isNumber(one))
    : (isSeq(node) && node.items) || [];
  return values.filter(one => !ABOUT_VALUES.test(textOf(one)));
}

function isNumber(node: unknown): boolean {
  return isScalar(node) && typeof node.value === 'number';
}

function textOf(node: unknown): string {
  return isScalar(node) ? String(node.value ?? '') : '';
}

function resolved(node: unknown, document: Document): unknown {
  return isAlias(node) ? (node as Alias).resolve(document) : node;
}
