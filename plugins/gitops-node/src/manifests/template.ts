import type { Path } from './VersionPlace';

/** `{{ .image.tag }}` and `{{tag}}`: a field and nothing else. */
const FIELD = /\{\{-?\s*\.?([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)\s*-?\}\}/g;

/**
 * A template of an ApplicationSet with its fields filled in. Undefined where it does more than name fields (functions, conditions): that is not guessed at.
 *
 * @param template - in either of the two notations
 * @param values - of the generator
 */
export function render(template: string, values: unknown): string | undefined {
  let isKnown = true;
  const text = template.replace(FIELD, (_, field: string) => {
    const value = valueAt(values, field.split('.'));
    if (value === undefined) isKnown = false;
    return String(value);
  });
  return isKnown && !text.includes('{{') ? text : undefined;
}

/** The field that a text consists of; undefined where it is anything else. */
export function fieldOf(template: string): Path | undefined {
  const [match, ...others] = [...template.matchAll(FIELD)];
  return match && others.length === 0 && match[0] === template.trim()
    ? match[1].split('.')
    : undefined;
}

function valueAt(values: unknown, path: Path): string | number | undefined {
  let value = values;
  for (const key of path)
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined;
  return typeof value === 'string' || typeof value === 'number'
    ? value
    : undefined;
}
