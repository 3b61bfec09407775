import { at, isObject, Json, JsonObject } from '../Json';

/**
 * A parameter that the template names is not there: the ApplicationSet's ErrorOccurred condition.
 */
export class TemplateError extends Error {
  override name = 'TemplateError';
}

/**
 * Prints `{{.service}}`, `{{ .path.path }}`, `{{index .path.segments 1}}` and `{{service}}` in
 * every text of a template.
 */
export function printTemplate(
  template: Json | undefined,
  parameters: JsonObject,
): Json {
  if (typeof template === 'string') return printText(template, parameters);
  if (Array.isArray(template))
    return template.map(entry => printTemplate(entry, parameters));
  if (!isObject(template)) return template ?? null;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [
      printText(key, parameters),
      printTemplate(value, parameters),
    ]),
  );
}

function printText(text: string, parameters: JsonObject): string {
  return text.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, expression: string) => {
    const [, list, index] =
      /^index\s+\.([\w.]+)\s+(\d+)$/.exec(expression) ?? [];
    const path = list
      ? [...list.split('.'), Number(index)]
      : expression.replace(/^\./, '').split('.');
    const value = at(parameters, ...path);
    if (value === undefined) {
      const key = String(path[path.length - 1]);
      throw new TemplateError(
        `failed to execute go template ${text}: template: base:1:2: executing "base" at <${expression}>: map has no entry for key "${key}"`,
      );
    }
    return String(value);
  });
}
