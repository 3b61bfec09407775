import { GitopsClient } from './client';

/** A client whose calls are answered, and those calls. */
function recorded(answer: unknown = {}) {
  const calls: { url: string; body?: unknown }[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const { body } = init;
    calls.push({ url, ...(body ? { body: JSON.parse(String(body)) } : {}) });
    return new Response(JSON.stringify(answer));
  };
  const client = new GitopsClient({
    fetchApi: { fetch: fetch as typeof globalThis.fetch },
  });
  return { client, calls };
}

const API = 'plugin://gitops/v1';

describe('GitopsClient', () => {
  it('asks for lists with the filters that are given, and answers their items', async () => {
    const { client, calls } = recorded({ items: [1, 2], nextCursor: null });
    const service = 'component:default/payments';
    expect(await client.promotions({ service, to: 'production' })).toEqual({
      items: [1, 2],
      nextCursor: null,
    });
    await client.promotions({ service });
    await client.freezes();
    await client.freezes({ service, ended: false });
    await client.freezes({ ended: true });
    const named = 'service=component%3Adefault%2Fpayments';
    expect(calls.map(({ url }) => url)).toEqual([
      `${API}/promotions?${named}&to=production`,
      `${API}/promotions?${named}`,
      `${API}/freezes`,
      `${API}/freezes?${named}`,
      `${API}/freezes?ended=true`,
    ]);
  });

  it('asks for what can be done with a promotion, with a body in any case', async () => {
    const { client, calls } = recorded();
    await client.retryPromotion('a/b');
    await client.closePromotion('id');
    await client.closeRelease('id');
    await client.rollbackPromotion('id', { reason: 'Slow' });
    expect(calls).toEqual([
      { url: `${API}/promotions/a%2Fb/retry`, body: {} },
      { url: `${API}/promotions/id/close`, body: {} },
      { url: `${API}/releases/id/close`, body: {} },
      { url: `${API}/promotions/id/rollback`, body: { reason: 'Slow' } },
    ]);
  });
});
