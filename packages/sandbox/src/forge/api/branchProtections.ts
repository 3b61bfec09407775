import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import type { Fields } from '../http/Fields';
import { ok, type Answer, type Route } from '../http/Route';
import type { BranchProtection } from '../pulls/BranchProtection';
import { type WriteCall, writeRoute } from './repositoryRoute';
import { timestamp } from './shapes/urls';

/** The smallest useful form: rules by the exact names of branches, about reviews alone. */
export const branchProtectionRoutes: Route[] = [
  protectionRoute('GET', '', async ({ repository }) =>
    ok([...repository.protections.values()].map(protectionShape)),
  ),

  protectionRoute('POST', '', async ({ repository, body, forge }) => {
    const branch =
      body.text('rule_name') ||
      body.text('branch_name') ||
      body.requiredText('rule_name');
    if (repository.protections.has(branch))
      throw new ForgeError(403, 'Branch protection already exist');
    const now = forge.now();
    const protection = {
      branch,
      enablePush: false,
      requiredApprovals: 0,
      blockOnRejectedReviews: false,
      dismissStaleApprovals: false,
      createdAt: now,
      updatedAt: now,
    };
    edit(protection, body, now);
    repository.protections.set(branch, protection);
    return { status: 201, body: protectionShape(protection) };
  }),

  protectionRoute('GET', '/*name', async call =>
    ok(protectionShape(protectionOf(call))),
  ),

  protectionRoute('PATCH', '/*name', async call => {
    const protection = protectionOf(call);
    edit(protection, call.body, call.forge.now());
    return ok(protectionShape(protection));
  }),

  protectionRoute('DELETE', '/*name', async call => {
    call.repository.protections.delete(protectionOf(call).branch);
    return { status: 204 };
  }),
];

function protectionRoute(
  method: string,
  path: string,
  answer: (call: WriteCall) => Promise<Answer>,
): Route {
  return writeRoute(method, `/branch_protections${path}`, answer, {
    needs: 'admin',
  });
}

function protectionOf(call: {
  repository: HostedRepository;
  params: Readonly<Record<string, string>>;
}): BranchProtection {
  const protection = call.repository.protections.get(call.params.name);
  if (!protection) throw notFound();
  return protection;
}

function edit(protection: BranchProtection, body: Fields, at: Date): void {
  protection.enablePush = body.flag('enable_push') ?? protection.enablePush;
  protection.requiredApprovals =
    body.count('required_approvals') ?? protection.requiredApprovals;
  protection.blockOnRejectedReviews =
    body.flag('block_on_rejected_reviews') ?? protection.blockOnRejectedReviews;
  protection.dismissStaleApprovals =
    body.flag('dismiss_stale_approvals') ?? protection.dismissStaleApprovals;
  protection.updatedAt = at;
}

function protectionShape(protection: BranchProtection) {
  return {
    branch_name: protection.branch,
    rule_name: protection.branch,
    priority: 1,
    enable_push: protection.enablePush,
    enable_merge_whitelist: false,
    enable_status_check: false,
    status_check_contexts: [],
    required_approvals: protection.requiredApprovals,
    enable_approvals_whitelist: false,
    block_on_rejected_reviews: protection.blockOnRejectedReviews,
    dismiss_stale_approvals: protection.dismissStaleApprovals,
    created_at: timestamp(protection.createdAt),
    updated_at: timestamp(protection.updatedAt),
  };
}
