import { PLACEHOLDER, TemplateName } from '../../config/readTemplates';

/** The words before a value that would make it mean something to a Git host. */
const MEANING =
  /(?:[@#!]|\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?):?\s+)$/i;

/**
 * A template with its values in it.
 *
 * @param valueOf - of a placeholder; `isAlone` where nothing else stands in its line. What it
 * answers means nothing to a Git host by itself, and is kept from meaning something together with
 * what stands before it
 */
export function filled(
  template: string,
  valueOf: (name: TemplateName, isAlone: boolean) => string,
): string {
  return template.replace(PLACEHOLDER, (all, name, at: number) => {
    const before = template.slice(0, at).split('\n').at(-1)!;
    const after = template.slice(at + all.length).split('\n')[0];
    const isAlone = before.trim() === '' && after.trim() === '';
    const value = valueOf(name as TemplateName, isAlone);
    return MEANING.test(before) ? `\u200b${value}` : value;
  });
}
