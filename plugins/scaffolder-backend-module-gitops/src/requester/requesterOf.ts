import { parseEntityRef } from '@backstage/catalog-model';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { Requester } from 'backstage-plugin-gitops-node';

/** Who started the task: a user as the catalog calls them, or another plugin, or a token. */
export async function requesterOf(
  ctx: Pick<ActionContext<any>, 'user' | 'getInitiatorCredentials'>,
): Promise<Requester> {
  const { ref, entity } = ctx.user ?? {};
  if (ref === undefined) {
    const { principal } = await ctx.getInitiatorCredentials();
    const { userEntityRef, subject } = principal as {
      userEntityRef?: string;
      subject?: string;
    };
    const known = userEntityRef ?? subject ?? 'unknown';
    return { name: known, ref: known };
  }
  const names = [entity?.spec?.profile?.displayName, entity?.metadata.title];
  const name = names.find(one => one?.trim()) ?? parseEntityRef(ref).name;
  return { name, ref };
}
