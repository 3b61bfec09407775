import { pullRequestOf as azureDevOps } from './azureDevOps/pullRequestOf';
import { pullRequestOf as bitbucketCloud } from './bitbucketCloud/pullRequestOf';
import { pullRequestOf as bitbucketServer } from './bitbucketServer/pullRequestOf';
import { pullRequestOf as gitea } from './gitea/pullRequestOf';
import { pullRequestOf as github } from './github/pullRequestOf';
import { pullRequestOf as gitlab } from './gitlab/pullRequestOf';
import type { PullRequest } from './PullRequest';

const at = '2026-11-23T06:00:00Z';
const sha = 'c'.repeat(40);
const repositoryUrl = 'https://git.example.com/platform/gitops';
const branch = { ref: 'main', label: 'main', sha };

const serverRef = {
  ...{ id: 'refs/heads/main', displayId: 'main', latestCommit: sha },
  repository: { slug: 'gitops', project: { key: 'PLATFORM' } },
};

const avatar = (descriptor: string) => ({
  _links: {
    avatar: {
      href: `https://dev.azure.com/acme/_apis/GraphProfile/MemberAvatars/${descriptor}`,
    },
  },
});

/**
 * A pull request that the portal opened, and that a person, a machine, and an
 * account of which the host does not tell what it is have approved.
 */
const shown: Record<string, () => PullRequest> = {
  GitHub: () =>
    github(
      {
        ...{ number: 1, node_id: 'PR_1', html_url: '', title: '' },
        ...{ state: 'open', created_at: at, head: branch, base: branch },
        labels: [],
        user: { login: 'portal[bot]', type: 'Bot' },
        merged_by: null,
      },
      {
        reviews: [
          { state: 'APPROVED', user: { login: 'bo', type: 'User' } },
          { state: 'APPROVED', user: { login: 'copilot', type: 'Bot' } },
          { state: 'APPROVED', user: { login: 'moved', type: 'Mannequin' } },
          { state: 'APPROVED', user: { login: 'untold' } },
        ],
      },
    ),
  GitLab: () =>
    gitlab(
      {
        ...{ iid: 1, project_id: 1, web_url: '', title: '', state: 'opened' },
        ...{ target_branch: 'main', created_at: at, sha },
        author: { id: 7, username: 'portal' },
        merge_user: null,
        closed_by: null,
      },
      {
        approvedBy: [
          { id: 8, username: 'bo' },
          { id: 9, username: 'group_12_bot' },
        ],
        // GitLab is asked for each of them, see GitLabPeople
        machines: ['group_12_bot'],
      },
    ),
  Gitea: () =>
    gitea(
      {
        ...{ number: 1, html_url: '', title: '', state: 'open', merged: false },
        ...{ created_at: at, head: branch, base: branch },
        user: { login: 'portal', id: 7 },
        merged_by: null,
      },
      {
        reviews: [
          { state: 'APPROVED', user: { login: 'bo', id: 8 } },
          { state: 'APPROVED', user: { login: 'gitea-actions', id: -2 } },
          { state: 'APPROVED', user: { login: 'Ghost', id: -1 } },
          { state: 'APPROVED', user: { login: 'untold' } },
        ],
      },
    ),
  'Bitbucket Cloud': () =>
    bitbucketCloud(
      {
        ...{ id: 1, title: '', state: 'OPEN', created_on: at, updated_on: at },
        source: { branch: { name: 'a' } },
        destination: { branch: { name: 'main' } },
        author: { uuid: '{1}', nickname: 'portal', type: 'user' },
        participants: [
          {
            approved: true,
            user: { uuid: '{2}', nickname: 'bo', type: 'user' },
          },
          {
            approved: true,
            user: { uuid: '{3}', display_name: 'checker', type: 'app_user' },
          },
          { approved: true, user: { uuid: '{4}', nickname: 'untold' } },
        ],
      },
      { repositoryUrl, head: sha },
    ),
  'Bitbucket Data Center': () =>
    bitbucketServer(
      {
        ...{ id: 1, version: 0, title: '', state: 'OPEN', createdDate: 0 },
        fromRef: serverRef,
        toRef: serverRef,
        author: { user: { name: 'portal', type: 'NORMAL' } },
        reviewers: [
          { status: 'APPROVED', user: { name: 'bo', type: 'NORMAL' } },
          {
            status: 'APPROVED',
            user: { name: 'access-token-user/1/2', type: 'SERVICE' },
          },
          { status: 'APPROVED', user: { name: 'untold' } },
        ],
      },
      { repositoryUrl },
    ),
  'Azure DevOps': () =>
    azureDevOps(
      {
        ...{ pullRequestId: 1, title: '', status: 'active', creationDate: at },
        sourceRefName: 'refs/heads/a',
        targetRefName: 'refs/heads/main',
        lastMergeSourceCommit: { commitId: sha },
        createdBy: { id: '1', uniqueName: 'portal@example.com' },
        reviewers: [
          // Of a reviewer, the descriptor is in the address of the picture only
          { vote: 10, uniqueName: 'bo@example.com', ...avatar('aad.Ym8') },
          {
            vote: 10,
            uniqueName: 'Build\\9c1f6a4e-0f7a-4b0b-8f53-5b8f6f9d1c11',
            ...avatar('svc.OWMxZjZhNGU'),
          },
          { vote: 10, uniqueName: '', ...avatar('svc.MGJhNTVlNjQ') },
          { vote: 10, uniqueName: 'deployer', ...avatar('aadsp.ZGVwbG95') },
          { vote: 10, uniqueName: 'untold@example.com' },
        ],
      },
      { repositoryUrl, head: sha },
    ),
};

describe('A pull request', () => {
  it.each(Object.keys(shown))(
    'of %s tells who opened it, and who of those that approved it are not known to be people',
    host => {
      const { approvedBy = [], machines = [], openedBy } = shown[host]();
      expect(openedBy).toMatch(/^portal/);
      const people = approvedBy.filter(name => !machines.includes(name));
      expect(people).toEqual([
        host === 'Azure DevOps' ? 'bo@example.com' : 'bo',
      ]);
      expect(machines.length).toBeGreaterThan(0);
      expect(approvedBy).toEqual(expect.arrayContaining(machines));
    },
  );
});
