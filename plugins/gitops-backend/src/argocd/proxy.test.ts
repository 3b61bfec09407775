import { ConnectProxy } from '../__testUtils__/ConnectProxy';
import {
  answering,
  ScriptedServer,
  testCertificate,
} from '../__testUtils__/ScriptedServer';
import { Transport } from './Transport';

const variables = ['http_proxy', 'https_proxy', 'no_proxy'].flatMap(name => [
  name,
  name.toUpperCase(),
]);
const before = variables.map(name => [name, process.env[name]] as const);

let proxy: ConnectProxy;
let plain: ScriptedServer;
let secure: ScriptedServer;

beforeAll(async () => {
  plain = await ScriptedServer.start(answering(200, { is: 'plain' }));
  secure = await ScriptedServer.start(answering(200, { is: 'secure' }), {
    certificate: testCertificate,
  });
});
afterAll(() => Promise.all([plain.stop(), secure.stop()]));
beforeEach(async () => {
  proxy = await ConnectProxy.start();
  variables.forEach(name => delete process.env[name]);
});
afterEach(async () => {
  await proxy.stop();
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

async function answerOf(url: string): Promise<unknown> {
  const transport = new Transport({ url, ca: testCertificate });
  try {
    return await transport.json({
      path: 'api/v1/applications',
      headers: { authorization: 'Bearer marker-token' },
      signal: new AbortController().signal,
      timeoutMs: 5_000,
    });
  } finally {
    await transport.close();
  }
}

const hostOf = ({ url }: ScriptedServer) => new URL(url).host;

describe('a proxy', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])(
    'named by %s tunnels TLS, whose certificate is checked against the configured authority',
    async name => {
      process.env[name] = `http://${proxy.host}`;
      await expect(answerOf(secure.url)).resolves.toEqual({ is: 'secure' });
      expect(proxy.tunnels).toEqual([{ to: hostOf(secure) }]);
      await expect(answerOf(plain.url)).resolves.toEqual({ is: 'plain' });
      expect(proxy.tunnels).toHaveLength(1);
    },
  );

  it('named by HTTP_PROXY tunnels plain HTTP', async () => {
    process.env.HTTP_PROXY = `http://${proxy.host}`;
    await expect(answerOf(plain.url)).resolves.toEqual({ is: 'plain' });
    expect(proxy.tunnels).toEqual([{ to: hostOf(plain) }]);
  });

  it('is not used for what NO_PROXY names', async () => {
    process.env.HTTPS_PROXY = `http://${proxy.host}`;
    process.env.NO_PROXY = 'example.com,127.0.0.1';
    await expect(answerOf(secure.url)).resolves.toEqual({ is: 'secure' });
    expect(proxy.tunnels).toEqual([]);
  });

  it('is given its own credentials, never the token', async () => {
    process.env.HTTPS_PROXY = `http://user:pass@${proxy.host}`;
    await answerOf(secure.url);
    expect(proxy.tunnels[0].authorization).toBe(
      `Basic ${Buffer.from('user:pass').toString('base64')}`,
    );
  });

  it('that refuses is told from an Argo CD that does, without its credentials', async () => {
    process.env.HTTPS_PROXY = `http://user:marker@${proxy.host}`;
    proxy.refusal = 407;
    await expect(answerOf(secure.url)).rejects.toMatchObject({
      kind: 'unreachable',
      message:
        "Argo CD can't be reached: the proxy refuses to connect to it (407)",
    });
  });
});
