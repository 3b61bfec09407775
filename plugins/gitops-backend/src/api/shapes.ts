import { z } from 'zod';
import { pageEndOf } from '../promotions/store/pages';

/** Of an entity, an Application, an environment: as Kubernetes limits names */
export const name = z.string().min(1).max(253);

export const servicePath = z.object({
  kind: name.describe("The entity's kind"),
  namespace: name.describe("The entity's namespace"),
  name: name.describe("The entity's name"),
});

export const applicationPath = z.object({
  instance: name.describe('Name of the Argo CD instance'),
  namespace: name.describe('Namespace of the Application'),
  application: name.describe('Name of the Application'),
});

/** The answer of an endpoint that lists something. */
export function listOf<Item extends z.ZodType>(item: Item, what: string) {
  return z.object({ items: z.array(item) }).describe(what);
}

/** The answer of an endpoint that only does something. */
export const done = z.object({ done: z.boolean() }).describe('It is done');

export const DEFAULT_LIMIT = 50;

export const pageLimit = z.coerce
  .number()
  .int()
  .min(1)
  .max(200)
  .optional()
  .describe(`Of items. ${DEFAULT_LIMIT} by default`);

/**
 * Where a page begins: the time and the id of the last item of the page before.
 *
 * @param field - of that page
 * @param id - pattern of ids
 */
export function pageStart(field: string, id: string) {
  return z
    .string()
    .regex(
      new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z_${id}$`),
      `is not the ${field} of a page`,
    )
    .transform(pageEndOf)
    .optional()
    .describe(`\`${field}\` of the page before`);
}
