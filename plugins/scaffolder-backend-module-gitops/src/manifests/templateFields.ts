/** Fields that the template of an ApplicationSet reads. */
export interface TemplateFields {
  /** Without them the whole set fails, or makes an Application called `<no value>` */
  needed: string[];
  /** Read in a part that depends on a condition, or with another value in their place */
  optional: string[];
}

/**
 * What stands for nothing in Go's templates without `missingkey=error`, as it does in a condition
 */
const SOFT = /^(?:if|with|range|else\s+(?:if|with))\b|\bdefault\b/;
const OPENS = /^(?:if|with|range|block|define)\b/;
const KEYWORDS = /^(?:else|end|break|continue)$/;

/**
 * Finds fields wherever they stand in an expression: `{{.service}}`,
 * `{{ index .path.segments 1 }}`, in the older notation `{{service}}`; of each its first name.
 *
 * @param template - any part of an ApplicationSet
 * @param isStrict - whether Go's templates fail at a missing field even in a condition
 *   (`missingkey=error`)
 */
export function templateFields(
  template: unknown,
  { isGo, isStrict }: { isGo: boolean; isStrict: boolean },
): TemplateFields {
  const needed = new Set<string>();
  const optional = new Set<string>();
  for (const text of textsIn(template)) {
    let depth = 0;
    for (const [, inner] of text.matchAll(/\{\{-?(.*?)-?\}\}/gs)) {
      const expression = inner.trim();
      if (expression.startsWith('/*')) continue;
      const isSoft = depth > 0 || (!isStrict && SOFT.test(expression));
      for (const name of fieldsIn(expression, isGo))
        (isSoft ? optional : needed).add(name);
      if (OPENS.test(expression)) depth += 1;
      if (expression === 'end') depth -= 1;
    }
  }
  return {
    needed: [...needed],
    optional: [...optional].filter(name => !needed.has(name)),
  };
}

function fieldsIn(expression: string, isGo: boolean): string[] {
  const code = expression.replace(/"(?:[^\\"]|\\.)*"|`[^`]*`/g, '""');
  const dotted = [...code.matchAll(/(?:^|[\s(|,=])\$?\.([A-Za-z_][\w-]*)/g)];
  if (dotted.length > 0) return dotted.map(([, name]) => name);
  if (isGo || KEYWORDS.test(code)) return [];
  const [, plain] = /^([A-Za-z_][\w-]*)(?:[.[]\S*)?$/.exec(code) ?? [];
  return plain ? [plain] : [];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Array.isArray(value)
    ? value.flatMap(textsIn)
    : Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
}
