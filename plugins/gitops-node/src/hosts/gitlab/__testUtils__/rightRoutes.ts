import { z } from 'zod';
import { FakeRoute, made, ok } from '../../__testUtils__/FakeServer';
import { invalid, refusal } from './answers';
import type { FakeGitLab } from './FakeGitLab';

const groups = [{ id: 21, full_path: 'platform/team-a', name: 'Team A' }];
const level = z.union([
  z.literal(0),
  z.literal(20),
  z.literal(30),
  z.literal(40),
]);

/** Of the host: https://docs.gitlab.com/api/groups/, https://docs.gitlab.com/api/users/ */
export function peopleRoutes(gitlab: FakeGitLab): FakeRoute[] {
  return [
    {
      method: 'GET',
      path: '/groups/:id',
      query: ['with_projects'],
      answer: ({ params: { id } }) => {
        const found = groups.find(one => one.full_path === id);
        return found ? ok(found) : refusal(404, '404 Group Not Found');
      },
    },
    {
      method: 'GET',
      path: '/users',
      query: ['username!'],
      answer: ({ query }) =>
        ok(gitlab.users.filter(one => one.username === query.get('username'))),
    },
  ];
}

/** Of the project: groups that it is shared with, members, protected branches and approvals */
export function rightRoutes(gitlab: FakeGitLab): FakeRoute[] {
  const { shares, members, protections } = gitlab;
  return [
    {
      // https://docs.gitlab.com/api/projects/#share-a-project-with-a-group
      method: 'POST',
      path: '/share',
      body: z.strictObject({ group_id: z.number(), group_access: level }),
      answer: ({ body: { group_id, group_access } }) => {
        if (shares.has(group_id))
          return refusal(409, 'Group has already been taken');
        shares.set(group_id, group_access);
        return made({ id: 1, project_id: 42, group_id, group_access });
      },
    },
    {
      method: 'DELETE',
      path: '/share/:id',
      answer: ({ params: { id } }) =>
        shares.delete(Number(id))
          ? { status: 204 }
          : refusal(404, '404 Not found'),
    },
    // https://docs.gitlab.com/api/project_members/
    {
      method: 'GET',
      path: '/members/:id',
      answer: ({ params: { id } }) =>
        members.has(Number(id))
          ? ok({ id: Number(id), access_level: members.get(Number(id)) })
          : refusal(404, '404 Not found'),
    },
    {
      method: 'POST',
      path: '/members',
      body: z.strictObject({ user_id: z.number(), access_level: level }),
      answer: ({ body: { user_id: id, access_level } }) => {
        if (members.has(id)) return refusal(409, 'Member already exists');
        members.set(id, access_level);
        return made({ id, access_level });
      },
    },
    {
      method: 'PUT',
      path: '/members/:id',
      body: z.strictObject({ access_level: level }),
      answer: ({ params: { id }, body: { access_level } }) => {
        members.set(Number(id), access_level);
        return ok({ id: Number(id), access_level });
      },
    },
    // https://docs.gitlab.com/api/protected_branches/
    {
      method: 'GET',
      path: '/protected_branches/:name',
      answer: ({ params: { name } }) =>
        protections.has(name)
          ? ok({
              name,
              push_access_levels: [{ access_level: protections.get(name) }],
              merge_access_levels: [{ access_level: 30 }],
              allow_force_push: false,
            })
          : refusal(404, '404 Not found'),
    },
    {
      method: 'DELETE',
      path: '/protected_branches/:name',
      answer: ({ params: { name } }) =>
        protections.delete(name)
          ? { status: 204 }
          : refusal(404, '404 Not found'),
    },
    {
      method: 'POST',
      path: '/protected_branches',
      body: z.strictObject({
        name: z.string(),
        push_access_level: level,
        merge_access_level: level,
        allow_force_push: z.boolean(),
      }),
      answer: ({ body: { name, push_access_level } }) => {
        if (protections.has(name))
          return refusal(409, `Protected branch '${name}' already exists`);
        protections.set(name, push_access_level);
        return made({ name });
      },
    },
    // https://docs.gitlab.com/api/merge_request_approvals/#approval-rules-for-projects
    {
      method: 'GET',
      path: '/approval_rules',
      answer: () => ok(gitlab.approvalRules),
    },
    {
      method: 'POST',
      path: '/approval_rules',
      body: z.strictObject({
        name: z.string(),
        rule_type: z.literal('any_approver'),
        approvals_required: z.number(),
      }),
      answer: ({ body }) => {
        // Without Premium: https://gitlab.com/gitlab-org/gitlab/-/issues/399170
        if (!gitlab.hasApprovals) return invalid({});
        const rule = { id: gitlab.approvalRules.length + 1, ...body };
        gitlab.approvalRules.push(rule);
        return made(rule);
      },
    },
  ];
}
