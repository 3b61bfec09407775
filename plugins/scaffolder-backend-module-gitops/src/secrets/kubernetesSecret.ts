import { isMap, isPair, isScalar, YAMLMap } from 'yaml';
import type { Found, Level } from './Finding';
import type { Language } from './languages';

const WHAT = 'a Kubernetes Secret';
/** A template's expression, and what is encrypted or left to fill. */
const NO_LITERAL = /\{\{|^\$|^<|^#|^(?:x{3,}\s*)*$/;
const KIND = /^[ \t-]*kind:[ \t]*["']?Secret(?:List)?["']?[ \t\r]*(?:#.*)?$/m;
const DATA =
  /^([ \t]*)(?:data|stringData):([^\n]*\n(?:\1[ \t]+[^\n]*\n|[ \t]*\n)*)/gm;

/**
 * A resource, or an item of a list of them. What only refers to a Secret has none of its fields.
 * One with values is certain; one without may still be filled by somebody. One that SOPS has
 * encrypted is none.
 */
export function kubernetesSecret(
  node: YAMLMap,
  path: readonly unknown[],
): Omit<Found, 'line'> | undefined {
  if (!isSecret(node, path)) return undefined;
  const values = ['data', 'stringData'].flatMap(key => {
    const data = node.get(key);
    return isMap(data) ? data.items.map(({ value }) => value) : [];
  });
  const literal = values.filter(
    value => isScalar(value) && !NO_LITERAL.test(String(value.value ?? '')),
  );
  if (literal.length === 0 && node.has('sops')) return undefined;
  return {
    what: WHAT,
    value: literal.map(String).join('\n'),
    level: levelOf(literal.length),
  };
}

function isSecret(node: YAMLMap, path: readonly unknown[]): boolean {
  const kind = node.get('kind');
  if (kind === 'SecretList') return node.has('apiVersion');
  if (kind !== 'Secret' || !node.has('apiVersion')) return false;
  const keys = path.filter(isPair).map(({ key }) => key);
  const isResource = keys.every(key => isScalar(key) && key.value === 'items');
  return isResource || node.has('data') || node.has('stringData');
}

/**
 * Secrets that a template or a command makes, one of each document: of a text that can't be read as
 * YAML. In a program, what looks like their values is code, and in prose they are examples.
 */
export function kubernetesSecretsInText(
  text: string,
  language: Language,
): (Omit<Found, 'line'> & { index: number })[] {
  let start = 0;
  return text.split(/^(?=---)/m).flatMap(document => {
    const offset = start;
    start += document.length;
    const kind = KIND.exec(document);
    if (!kind) return [];
    const literal = [...`${document}\n`.matchAll(DATA)].flatMap(([, , data]) =>
      literalsIn(data),
    );
    return {
      index: offset + kind.index,
      what: WHAT,
      value: literal.join('\n'),
      level: ['program', 'prose'].includes(language)
        ? 'doubtful'
        : levelOf(literal.length),
    };
  });
}

function literalsIn(data: string): string[] {
  return data
    .split('\n')
    .filter(line => !line.includes('{{'))
    .map(line => line.replace(/^[^:#]*:/, '').trim())
    .filter(value => !NO_LITERAL.test(value));
}

function levelOf(values: number): Level {
  return values > 0 ? 'certain' : 'doubtful';
}
