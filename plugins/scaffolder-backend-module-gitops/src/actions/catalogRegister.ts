import { setTimeout as sleep } from 'node:timers/promises';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ActionOptions } from './ActionOptions';
import { example } from './example';
import { boolean, optional, optionalString, string } from './fields';
import { limited } from './openDraft';

const LOOK_MS = 500;
const DEFAULT_SECONDS = 60;

const inputFields = {
  catalogInfoUrl: string(
    'Address of the file, such as the output of gitops:repository:publish',
  ),
  optional: optional(
    boolean(
      'Whether the file may still be in a pull request (default: `false`). The catalog then has the entity some minutes after the merge, and this action does not wait for it',
    ),
  ),
  timeoutSeconds: optional(z =>
    z
      .number({
        description: `How long to wait for the catalog (default: ${DEFAULT_SECONDS})`,
      })
      .positive()
      .max(3_600),
  ),
};
const outputFields = {
  entityRef: optionalString(
    'Reference of the component that the file describes; of another entity if there is none. Not known with `optional`',
  ),
};
const examples = [
  example('A service whose code was just published', {
    id: 'register',
    action: 'gitops:catalog:register',
    input: {
      catalogInfoUrl:
        'https://git.example.com/services/payments/src/branch/main/catalog-info.yaml',
    },
  }),
  example('A service whose code is still in a pull request', {
    action: 'gitops:catalog:register',
    input: {
      catalogInfoUrl:
        'https://git.example.com/shop/services/src/branch/main/payments/catalog-info.yaml',
      optional: true,
    },
  }),
];

/** Registers what a file describes, and waits until it has a page. */
export function catalogRegister({ catalog }: ActionOptions) {
  return createTemplateAction({
    id: 'gitops:catalog:register',
    description:
      'Registers a catalog-info.yaml, and waits until the catalog has the entity, so that a link to its page works. Unlike catalog:register, it can be repeated by a task that was interrupted',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputFields,
      output: outputFields,
    },
    async handler(ctx) {
      const { catalogInfoUrl: target, timeoutSeconds = DEFAULT_SECONDS } =
        ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info(`Would register ${target} in the catalog`);
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      const entityRef = await ctx.checkpoint({
        key: `gitops.catalog.register.v1.${target}`,
        fn: async () => {
          const location = { type: 'url', target };
          await catalog.addLocation(
            { ...location, onConflict: 'refresh' },
            { credentials },
          );
          if (ctx.input.optional) return null;
          // Which entities a location has is told for a dry run only
          const { entities } = await catalog.addLocation(
            { ...location, dryRun: true },
            { credentials },
          );
          const main = mainOf(entities);
          if (!main) throw new InputError(`${target} describes no entity`);
          return stringifyEntityRef(main);
        },
      });
      if (entityRef === null) {
        ctx.logger.info(
          `Registered ${target}, which the catalog reads once it is there. If it never comes, unregister it in the catalog`,
        );
        return;
      }
      ctx.output('entityRef', entityRef);
      const signal = limited(ctx.signal, timeoutSeconds * 1_000);
      while (!(await catalog.getEntityByRef(entityRef, { credentials }))) {
        await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
        if (ctx.signal?.aborted) throw new Error('The task was cancelled');
        if (signal.aborted) {
          // Everything is created: a slow catalog is not a reason to fail
          ctx.logger.warn(
            `${entityRef} is registered, but the catalog does not have it after ${timeoutSeconds} s. Its page works once the catalog has read ${target}; if that fails, the log of the portal's backend says why`,
          );
          return;
        }
      }
      ctx.logger.info(`The catalog has ${entityRef}`);
    },
  });
}

/** The catalog puts entities of its own, such as the location, among a location's. */
function mainOf(entities: Entity[]): Entity | undefined {
  const described = entities.filter(
    ({ metadata }) => !metadata.name.startsWith('generated-'),
  );
  return described.find(({ kind }) => kind === 'Component') ?? described[0];
}
