import { ConfigReader } from '@backstage/config';
import {
  DefaultGitlabCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import type { FailingSubject } from '../../__testUtils__/hostSuite/HostSubject';
import { memorySubject } from '../../__testUtils__/memorySubject';
import { GitLabHost } from '../GitLabHost';
import { FakeGitLab } from './FakeGitLab';

/** @param path - of GitLab's pages, where they are not at the root of the host */
export function hostOf(
  { server }: FakeGitLab,
  token: string,
  { path = '', now }: { path?: string; now?: () => number } = {},
): GitLabHost {
  const { host, url } = server;
  const baseUrl = `${url}${path}`;
  const own = { host, baseUrl, apiBaseUrl: `${baseUrl}/api/v4`, token };
  const config = new ConfigReader({ integrations: { gitlab: [own] } });
  const integrations = ScmIntegrations.fromConfig(config);
  return new GitLabHost({
    integration: integrations.gitlab.byHost(host)!.config,
    credentials:
      DefaultGitlabCredentialsProvider.fromIntegrations(integrations),
    now,
  });
}

export async function gitlabSubject(): Promise<{
  gitlab: FakeGitLab;
  subject: FailingSubject;
}> {
  const gitlab = await FakeGitLab.start();
  const subject = memorySubject(gitlab, {
    hostAt: now => hostOf(gitlab, gitlab.token, { now }),
    stranger: hostOf(gitlab, 'glpat-revoked789abcdefghij'),
    reader: hostOf(gitlab, gitlab.readToken),
    url: `${gitlab.projectUrl}.git`,
    missingUrl: `${gitlab.server.url}/platform/delivery/no-such.git`,
    newUrls: ['platform/delivery', 'dana'].map(
      owner => `${gitlab.server.url}/${owner}/new.git`,
    ),
    nowhereUrl: `${gitlab.server.url}/no-such-owner/new.git`,
    rights: {
      url: `${gitlab.projectUrl}.git`,
      team: 'platform/team-a',
      user: 'reviewer',
      access: async () => {
        const roles: Record<number, string> = { 20: 'read', 30: 'write' };
        const all = [
          ...[...gitlab.shares.values()].map(one => ['platform/team-a', one]),
          ...[...gitlab.members].map(([id, one]) => [
            gitlab.users.find(user => user.id === id)!.username,
            one,
          ]),
        ] as [string, number][];
        return Object.fromEntries(
          all.map(([name, one]) => [name, roles[one] ?? 'admin']),
        );
      },
      isProtected: async branch => gitlab.protections.get(branch) === 0,
    },
    secret: gitlab.token,
    archive: () => {
      gitlab.isArchived = true;
    },
  });
  return { gitlab, subject };
}
