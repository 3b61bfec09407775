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
  YAMLMap,
} from 'yaml';
import { assignmentsIn, languageOf } from './assignments';
import { holdsSecretValues, isSecretValue } from './isSecretValue';
import { Found, secretsInText } from './textSecrets';

/** A ConfigMap may hold a chart's values, and those a manifest. */
const MAX_DEPTH = 5;
/** How long they last, or what a schema says of them */
const ABOUT_VALUES =
  /\s|^\d+(?:ms|[smhd])$|^(?:object|array|string|integer|boolean)$/;

/** Settings of a YAML or JSON file; null where it is none, as with templates and properties. */
export function manifestSecrets(text: string, depth = 0): Found[] | null {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    merge: true,
  });
  if (!Array.isArray(documents)) return [];
  const isText = documents.some(
    ({ errors, contents }) => errors.length > 0 || isScalar(contents),
  );
  if (isText) return null;
  const found: Found[] = [];
  const lineOf = (node: unknown) =>
    lines.linePos((node as Node | undefined)?.range?.[0] ?? 0).line;
  const add = (node: unknown, what: string) =>
    found.push({ line: lineOf(node), what });
  const addValue = (node: unknown, name: string, at: unknown = node) => {
    if (!isScalar(node) || typeof node.value === 'boolean') return;
    if (isSecretValue(name, String(node.value ?? '')))
      add(at, `a value of ${name}`);
  };
  for (const document of documents)
    visit(document, {
      Map(_, node, path) {
        if (isSecret(node, path)) add(node, 'a Kubernetes Secret');
        // Of a container's environment
        const name = node.get('name');
        if (typeof name === 'string') addValue(node.get('value', true), name);
      },
      Pair(_, { key, value }) {
        const name = isScalar(key) ? String(key.value) : '';
        const target = resolved(value, document);
        if (name === 'secretGenerator' && isSeq(target) && target.items.length)
          add(key, 'a secretGenerator, which makes a Kubernetes Secret');
        addValue(target, name, value);
        if (holdsSecretValues(name, fieldsOf(target)))
          for (const one of valuesIn(target)) addValue(one, name);
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
        for (const { line, what } of inScalar(node.value, field, depth)) {
          // The text of a block begins on the line behind its sign
          const isBlock = node.type?.startsWith('BLOCK');
          const own = lineOf(node);
          found.push({ line: isBlock ? own + line : own, what });
        }
      },
    });
  return found;
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
  return assignmentsIn(text, 'words').map(({ name }) => ({
    line: 1,
    what: `a value of ${name}`,
  }));
}

/**
 * A resource, or an item of a list of them. What only refers to a Secret has none of its fields.
 */
function isSecret(node: YAMLMap, path: readonly unknown[]): boolean {
  const kind = node.get('kind');
  if (kind === 'SecretList') return node.has('apiVersion');
  const keys = path.filter(isPair).map(({ key }) => key);
  const isResource = keys.every(key => isScalar(key) && key.value === 'items');
  return (
    kind === 'Secret' &&
    node.has('apiVersion') &&
    (isResource || node.has('data') || node.has('stringData'))
  );
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
