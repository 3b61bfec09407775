import { z } from 'zod';

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
