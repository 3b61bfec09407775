import type { Path } from './VersionPlace';

/**
 * `{{ .image.tag }}`, `{{tag}}`, `{{path[1]}}`, `{{ index .path.segments 1 }}` and
 * `{{ .tag | default "main" }}`: a field and nothing else.
 */
const FIELD =
  /\{\{-?\s*(?:index\s+)?\.?([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*(?:\s+\d+)?)\s*(?:\|\s*default\s+"[^"{}]*"\s*)?-?\}\}/g;

/**
 * A template of an ApplicationSet with its fields filled in. Undefined if it does more than name
 * fields (functions, conditions), or names fields that are not known: that is not guessed at.
 *
 * @param template - in either of the two notations
 * @param values - of the generator
 */
export function render(template: string, values: unknown): string | undefined {
  const text = filled(template, values);
  return text.includes('{{') ? undefined : text;
}

/**
 * Whether a template can have given a text: `exact` if every field is known, `possible` if
 * something in it is not.
 */
export function matches(
  text: string,
  template: string,
  values: unknown,
): 'exact' | 'possible' | 'no' {
  const known = filled(template, values);
  if (known === text) return 'exact';
  if (!known.includes('{{')) return 'no';
  return containsInOrder(text, literalsOf(known)) ? 'possible' : 'no';
}

/** The field that a text consists of; undefined if it is anything else. */
export function fieldOf(template: string): Path | undefined {
  const [match, ...others] = [...template.matchAll(FIELD)];
  return match && others.length === 0 && match[0] === template.trim()
    ? pathOf(match[1])
    : undefined;
}

/**
 * Where a field stands among values. The older notation knows flat parameters, so that
 * `chart.version` may be one key.
 */
export function pathIn(values: unknown, field: Path): Path {
  const flat = field.join('.');
  return isMap(values) && Object.hasOwn(values, flat) ? [flat] : field;
}

/** What stands between expressions, first and last included. */
function literalsOf(template: string): string[] {
  const literals: string[] = [];
  let from = 0;
  for (;;) {
    const open = template.indexOf('{{', from);
    const close = open === -1 ? -1 : template.indexOf('}}', open);
    if (close === -1) return [...literals, template.slice(from)];
    literals.push(template.slice(from, open));
    from = close + 2;
  }
}

/**
 * Whether a text starts with the first part, ends with the last, and has the others in between.
 * Each is taken at its first place, which decides rightly and takes linear time: a pattern with
 * wildcards takes minutes for a few of them.
 */
function containsInOrder(text: string, parts: readonly string[]): boolean {
  const first = parts[0];
  const last = parts.at(-1)!;
  if (parts.length === 1) return text === first;
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return from <= end;
}

function filled(template: string, values: unknown): string {
  return template.replace(
    FIELD,
    (all, field: string) => valueAt(values, pathOf(field)) ?? all,
  );
}

function pathOf(field: string): string[] {
  return field.split(/\.|\s+|\[|\]/).filter(Boolean);
}

function valueAt(values: unknown, field: Path): string | undefined {
  let value = values;
  for (const key of pathIn(values, field))
    value = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  // In the older notation, `path` is the folder of a generator's file
  if (field.at(-1) === 'path' && isMap(value)) value = value.path;
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : undefined;
}

function isMap(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
