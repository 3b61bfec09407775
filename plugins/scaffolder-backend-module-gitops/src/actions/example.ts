import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

/** Steps of a template, as the portal and the docs show them. */
export function example(
  description: string,
  ...steps: { id?: string; action: string; input: object }[]
): TemplateExample {
  return { description, example: stringify({ steps }) };
}
