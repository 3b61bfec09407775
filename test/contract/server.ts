import { Sandbox, startSandbox } from '../../packages/sandbox/src';

/**
 * The Argo CD under test: the real one that the environment names, else the sandbox's simulation.
 */
export interface ServerUnderTest {
  readonly url: string;
  readonly token: string;
  readonly isSimulated: boolean;
  close(): Promise<void>;
}

/** What is tested: the real server by itself, or the simulation of each supported version. */
export const versionsUnderTest = process.env.ARGOCD_URL
  ? (['real'] as const)
  : (['2.14', '3.0', '3.2', '3.5'] as const);

export async function serverUnderTest(
  version: (typeof versionsUnderTest)[number],
): Promise<ServerUnderTest> {
  const { ARGOCD_URL: url, ARGOCD_TOKEN: token } = process.env;
  if (url && token)
    return { url, token, isSimulated: false, close: async () => {} };
  if (url || token)
    throw new Error(
      'Set both ARGOCD_URL and ARGOCD_TOKEN, or neither for the sandbox',
    );
  const sandbox: Sandbox = await startSandbox({
    instances: [{ name: 'all' }],
    forge: false,
    ...(version !== 'real' && { version }),
  });
  const [argocd] = sandbox.argocd;
  return {
    url: argocd.url,
    token: sandbox.token,
    isSimulated: true,
    close: () => sandbox.close(),
  };
}

/** One request to the server, as any client would make it. */
export async function ask(
  server: ServerUnderTest,
  path: string,
  options: { token?: string | null; accept?: string } = {},
) {
  const { token = server.token, accept = 'application/json' } = options;
  const response = await fetch(`${server.url.replace(/\/$/, '')}${path}`, {
    headers: {
      accept,
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    redirect: 'manual',
  });
  return {
    status: response.status,
    headers: response.headers,
    body: await response.json(),
  };
}
