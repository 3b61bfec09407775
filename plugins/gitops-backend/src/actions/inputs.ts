import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';

/** The zod 3 that the registry passes to a schema. */
export type Zod = Parameters<
  Parameters<ActionsRegistryService['register']>[0]['schema']['input']
>[0];

export const readsOnly = {
  readOnly: true,
  destructive: false,
  idempotent: true,
} as const;

const ENTITY_REF = /^[^\s:/]+:[^\s:/]+\/[^\s:/]+$/;

export const service = (z: Zod) =>
  z
    .string()
    .max(400)
    .regex(
      ENTITY_REF,
      'Name the service as kind:namespace/name, for example component:default/orders',
    )
    .describe(
      'Entity reference of the service in the catalog: component:default/orders',
    );

export const environment = (z: Zod, description: string) =>
  z.string().min(1).max(63).describe(description);

/** Which version of a service moves from where to where. */
export const route = (z: Zod) => ({
  service: service(z),
  from: environment(z, 'Environment whose version moves: staging'),
  to: environment(z, 'Environment that the version moves to: production'),
  version: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe(
      'Version that moves: one that runs in the source environment or was seen healthy there. By default the one that runs there',
    ),
});

export const promotionId = (z: Zod) =>
  z
    .string()
    .max(100)
    .describe('Id of the promotion, from promote or list-promotions');

export const requestedBy = (z: Zod) =>
  z
    .string()
    .describe(
      'Reference of who requested it; auto:gitops where the portal did by itself',
    );
