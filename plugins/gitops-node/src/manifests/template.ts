import type { Path } from './VersionPlace';

/** `{{ .image.tag }}`, `{{tag}}`, `{{path[1]}}` and `{{ index .path.segments 1 }}`: a field and nothing else. */
const FIELD =
  /\{\{-?\s*(?:index\s+)?\.?([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*(?:\s+\d+)?)\s*-?\}\}/g;
const ANY = /\{\{.*?\}\}/g;

/**
 * A template of an ApplicationSet with its fields filled in. Undefined where it does more than name fields (functions, conditions), or fields that are not known: that is not guessed at.
 *
 * @param template - in either of the two notations
 * @param values - of the generator
 */
export function render(template: string, values: unknown): string | undefined {
  const text = filled(template, values);
  return text.includes('{{') ? undefined : text;
}

/** Whether a text can be what a template gave: `surely` where every field of it is known, `perhaps` where something in it is not. */
export function fits(
  text: string,
  template: string,
  values: unknown,
): 'surely' | 'perhaps' | 'no' {
  const known = filled(template, values);
  if (known === text) return 'surely';
  if (!known.includes('{{')) return 'no';
  const pattern = known
    .split(ANY)
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`, 's').test(text) ? 'perhaps' : 'no';
}

/** The field that a text consists of; undefined where it is anything else. */
export function fieldOf(template: string): Path | undefined {
  const [match, ...others] = [...template.matchAll(FIELD)];
  return match && others.length === 0 && match[0] === template.trim()
    ? pathOf(match[1])
    : undefined;
}

function filled(template: string, values: unknown): string {
  return template.replace(
    FIELD,
    (all, field: string) => valueAt(values, pathOf(field)) ?? all,
  );
}

function pathOf(field: string): string[] {
  // The folder of a generator file, in the older notation
  if (field === 'path') return ['path', 'path'];
  return field.split(/\.|\s+|\[|\]/).filter(Boolean);
}

function valueAt(values: unknown, path: Path): string | undefined {
  let value = values;
  for (const key of path)
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined;
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : undefined;
}
