import { Sandbox, startSandbox } from '../../packages/sandbox/src';
import {
  callGitea,
  GiteaServer,
} from '../../plugins/gitops-node/src/hosts/gitea/__testUtils__/giteaSubject';
import { sandboxGitea } from '../../plugins/gitops-node/src/hosts/gitea/__testUtils__/sandboxGitea';

/**
 * The Gitea or Forgejo under test: the real one that the environment names, else the sandbox's
 * forge.
 */
export interface GiteaUnderTest extends GiteaServer {
  close(): Promise<void>;
}

const { GITEA_URL, GITEA_TOKEN } = process.env;

export const isRealGitea = Boolean(GITEA_URL);

export async function giteaUnderTest(): Promise<GiteaUnderTest> {
  if (GITEA_URL && GITEA_TOKEN)
    return realGitea(GITEA_URL.replace(/\/+$/, ''), GITEA_TOKEN);
  if (GITEA_URL || GITEA_TOKEN)
    throw new Error(
      'Set both GITEA_URL and GITEA_TOKEN, or neither for the sandbox',
    );
  const sandbox: Sandbox = await startSandbox({ seed: false, instances: [] });
  return {
    ...sandboxGitea(sandbox.forge!),
    close: () => sandbox.close(),
  };
}

async function realGitea(url: string, token: string): Promise<GiteaUnderTest> {
  const call = <T>(method: string, path: string, body?: object) =>
    callGitea<T>({ url, token }, method, path, body);
  const { login: user } = await call<{ login: string }>('GET', 'user');
  // A token makes another one only where it stands for the password
  const basic = `Basic ${btoa(`${user}:${token}`)}`;
  const reading = await callGitea<{ id: number; sha1: string }>(
    { url, token, authorization: basic },
    'POST',
    `users/${user}/tokens`,
    {
      name: `gitops-contract-${Date.now()}`,
      scopes: ['read:repository', 'read:issue'],
    },
  );
  return {
    url,
    token,
    user,
    readToken: reading.sha1,
    createRepository: name =>
      call('POST', 'user/repos', { name, default_branch: 'main' }),
    deleteRepository: name => call('DELETE', `repos/${user}/${name}`),
    close: () =>
      callGitea(
        { url, token, authorization: basic },
        'DELETE',
        `users/${user}/tokens/${reading.id}`,
      ),
  };
}
