import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { FailingSubject } from '../../__testUtils__/hostSuite/HostSubject';
import { memorySubject } from '../../__testUtils__/memorySubject';
import { GitLabHost } from '../GitLabHost';
import { FakeGitLab } from './FakeGitLab';

/** @param path - of GitLab's pages, where they are not at the root of the host */
export function hostOf(
  { server }: FakeGitLab,
  token: string,
  path = '',
): GitLabHost {
  const { host, url } = server;
  const baseUrl = `${url}${path}`;
  const own = { host, baseUrl, apiBaseUrl: `${baseUrl}/api/v4`, token };
  const config = new ConfigReader({ integrations: { gitlab: [own] } });
  const [first] = GitLabHost.fromIntegrations(
    ScmIntegrations.fromConfig(config),
  );
  return first;
}

export async function gitlabSubject(): Promise<{
  gitlab: FakeGitLab;
  subject: FailingSubject;
}> {
  const gitlab = await FakeGitLab.start();
  const subject = memorySubject(gitlab, {
    host: hostOf(gitlab, gitlab.token),
    stranger: hostOf(gitlab, 'glpat-revoked789abcdefghij'),
    reader: hostOf(gitlab, gitlab.readToken),
    url: `${gitlab.projectUrl}.git`,
    missingUrl: `${gitlab.server.url}/platform/delivery/no-such.git`,
    newUrls: ['platform/delivery', 'dana'].map(
      owner => `${gitlab.server.url}/${owner}/new.git`,
    ),
    nowhereUrl: `${gitlab.server.url}/no-such-owner/new.git`,
    secret: gitlab.token,
    archive: () => {
      gitlab.isArchived = true;
    },
  });
  return { gitlab, subject };
}
