import { assignmentsIn, Language } from './assignments';

/** As a {@link Finding}, of a text that has no name. */
export interface Found {
  /** From 1 */
  line: number;
  what: string;
}

/**
 * Of a text that can't be read as YAML: literal values, and a Kubernetes Secret that a template
 * makes.
 */
export function secretsInText(text: string, language: Language): Found[] {
  const found = assignmentsIn(text, language).map(({ index, name }) => ({
    line: lineAt(text, index),
    what: `a value of ${name}`,
  }));
  const secret =
    /^[ \t-]*kind:[ \t]*["']?Secret(?:List)?["']?[ \t\r]*(?:#.*)?$/m.exec(text);
  return secret
    ? [
        ...found,
        { line: lineAt(text, secret.index), what: 'a Kubernetes Secret' },
      ]
    : found;
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
