import { ArgoCdError } from './argocd/ArgoCdError';
import { measuredClient } from './measuredClient';
import { noMetrics } from './metrics';

function measured(list: () => never) {
  const counted: string[] = [];
  const client = measuredClient(
    { list: async () => list(), async *stream() {} },
    'eu',
    {
      ...noMetrics,
      listFailure: (instance, problem) =>
        counted.push(`${instance} list ${problem}`),
      reconnect: instance => counted.push(`${instance} reconnect`),
    },
  );
  return { client, counted };
}

const options = {
  mask: 'parts',
  resourceVersion: '1',
  read: (item: unknown) => item,
  signal: new AbortController().signal,
} as const;

describe('measuredClient', () => {
  it('counts a failed list by its problem', async () => {
    const { client, counted } = measured(() => {
      throw new ArgoCdError({ code: 'answerTimeout', params: { seconds: 1 } });
    });
    await expect(client.list(options)).rejects.toThrow('within 1 s');
    expect(counted).toEqual(['eu list timeout']);
  });

  it('does not count a list that its caller has aborted', async () => {
    const { client, counted } = measured(() => {
      throw new DOMException('aborted', 'AbortError');
    });
    await expect(client.list(options)).rejects.toThrow('aborted');
    expect(counted).toEqual([]);
  });

  it('counts every stream but the first as a reconnect', () => {
    const { client, counted } = measured(() => {
      throw new Error();
    });
    client.stream(options);
    client.stream(options);
    client.stream(options);
    expect(counted).toEqual(['eu reconnect', 'eu reconnect']);
  });
});
