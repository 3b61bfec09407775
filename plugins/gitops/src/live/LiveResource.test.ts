import { Live, LiveResource } from './LiveResource';

/** Requests that the test answers when it wants to. */
function setUp(pollMs: number | null = 10_000) {
  const requests: {
    answer(value: string): void;
    fail(error: Error): void;
    signal: AbortSignal;
  }[] = [];
  const published: Live<string>[] = [];
  const resource = new LiveResource<string>({
    load: signal =>
      new Promise((answer, fail) => {
        requests.push({ answer, fail, signal });
      }),
    onChange: live => published.push(live),
    pollMs: () => pollMs,
    random: () => 0.5,
  });
  return {
    requests,
    published,
    resource,
    last: () => published[published.length - 1],
  };
}

async function settle() {
  await jest.advanceTimersByTimeAsync(0);
}

function setVisibility(state: 'visible' | 'hidden') {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('LiveResource', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('reads at the start and again after the poll time', async () => {
    const { requests, resource, last } = setUp();
    resource.start();
    requests[0].answer('first');
    await settle();
    expect(last()).toEqual({
      status: 'data',
      data: 'first',
      failure: null,
    });

    await jest.advanceTimersByTimeAsync(9_999);
    expect(requests).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    requests[1].answer('second');
    await settle();
    expect(last()).toMatchObject({ data: 'second' });
    resource.stop();
  });

  it('reads once more after a request during which a refresh was asked for, however often', async () => {
    const { requests, resource, last } = setUp();
    resource.start();
    resource.refresh();
    resource.refresh();
    expect(requests).toHaveLength(1);
    requests[0].answer('before the change');
    await settle();
    expect(requests).toHaveLength(2);
    requests[1].answer('after the change');
    await settle();
    expect(requests).toHaveLength(2);
    expect(last()).toMatchObject({ data: 'after the change' });
    resource.stop();
  });

  it('tells of a failure with the time of the next attempt, and pauses longer each time', async () => {
    const { requests, resource, last } = setUp();
    resource.start();
    requests[0].fail(new Error('no database'));
    await settle();
    expect(last()).toMatchObject({
      status: 'error',
      failure: { error: { message: 'no database' }, nextTryAt: 5_000 },
    });

    await jest.advanceTimersByTimeAsync(5_000);
    requests[1].fail(new Error('no database'));
    await settle();
    expect(last()).toMatchObject({
      status: 'error',
      failure: { nextTryAt: 15_000 },
    });

    for (let request = 2; request < 8; request++) {
      await jest.advanceTimersByTimeAsync(60_000);
      requests[request]?.fail(new Error('no database'));
      await settle();
    }
    const live = last();
    expect(
      live.status === 'error' && live.failure.nextTryAt! - Date.now(),
    ).toBeLessThanOrEqual(60_000);
    resource.stop();
  });

  it('tries again at once when told to, and starts with short pauses after a success', async () => {
    const { requests, resource, last } = setUp();
    resource.start();
    requests[0].fail(new Error('no database'));
    await settle();
    resource.refresh();
    requests[1].answer('back');
    await settle();
    expect(last()).toMatchObject({
      status: 'data',
      data: 'back',
      failure: null,
    });

    await jest.advanceTimersByTimeAsync(10_000);
    requests[2].fail(new Error('no database'));
    await settle();
    expect(last()).toMatchObject({ failure: { nextTryAt: 15_000 } });
    resource.stop();
  });

  it('keeps what it has while reading fails', async () => {
    const { requests, resource, last } = setUp();
    resource.start();
    requests[0].answer('first');
    await settle();
    await jest.advanceTimersByTimeAsync(10_000);
    requests[1].fail(new Error('no database'));
    await settle();
    expect(last()).toMatchObject({
      status: 'data',
      data: 'first',
      failure: { nextTryAt: 15_000, readAt: 0 },
    });
    resource.stop();
  });

  it('publishes nothing where it reads the same again, and knows when it read that', async () => {
    const { requests, published, resource, last } = setUp();
    resource.start();
    requests[0].answer('first');
    await settle();
    await jest.advanceTimersByTimeAsync(10_000);
    requests[1].answer('first');
    await settle();
    expect(published).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(10_000);
    requests[2].fail(new Error('no database'));
    await settle();
    expect(last()).toMatchObject({
      data: 'first',
      failure: { readAt: 10_000 },
    });
    resource.stop();
  });

  it.each([400, 403])(
    'shows nothing any more and does not try again by itself after %d, and does so when told to',
    async statusCode => {
      const { requests, resource, last } = setUp();
      resource.start();
      requests[0].answer('first');
      await settle();
      resource.refresh();
      requests[1].fail(Object.assign(new Error('refused'), { statusCode }));
      await settle();
      expect(last()).toMatchObject({
        status: 'error',
        failure: { nextTryAt: null, readAt: null },
      });
      await jest.advanceTimersByTimeAsync(600_000);
      window.dispatchEvent(new Event('online'));
      expect(requests).toHaveLength(2);

      resource.refresh();
      requests[2].answer('first');
      await settle();
      expect(last()).toMatchObject({ data: 'first', failure: null });
      resource.stop();
    },
  );

  it.each([401, 404])(
    'shows nothing any more after %d, and looks again each minute, since that passes',
    async statusCode => {
      const { requests, resource, last } = setUp();
      const refuse = async (request: number) => {
        requests[request].fail(
          Object.assign(new Error('refused'), { statusCode }),
        );
        await settle();
      };
      resource.start();
      requests[0].answer('first');
      await settle();
      resource.refresh();
      await refuse(1);
      expect(last()).toMatchObject({
        status: 'error',
        failure: { nextTryAt: 60_000, readAt: null },
      });
      await jest.advanceTimersByTimeAsync(60_000);
      await refuse(2);
      expect(last()).toMatchObject({ failure: { nextTryAt: 120_000 } });
      await jest.advanceTimersByTimeAsync(60_000);
      requests[3].answer('first');
      await settle();
      expect(last()).toMatchObject({ data: 'first', failure: null });
      resource.stop();
    },
  );

  it('reads at once after a failed request during which a refresh was asked for', async () => {
    const { requests, resource, last } = setUp();
    resource.start();
    resource.refresh();
    requests[0].fail(new Error('no database'));
    await settle();
    expect(last()).toMatchObject({ failure: { nextTryAt: 0 } });
    expect(requests).toHaveLength(2);
    requests[1].answer('after the change');
    await settle();
    expect(last()).toMatchObject({ data: 'after the change', failure: null });
    expect(requests).toHaveLength(2);
    resource.stop();
  });

  it('tries again as soon as the browser is online', async () => {
    const { requests, resource } = setUp();
    resource.start();
    requests[0].fail(new TypeError('Failed to fetch'));
    await settle();
    window.dispatchEvent(new Event('online'));
    expect(requests).toHaveLength(2);
    resource.stop();
    window.dispatchEvent(new Event('online'));
    expect(requests).toHaveLength(2);
  });

  it('reads once where it is not to be read again, and only again when told to', async () => {
    const { requests, resource, last } = setUp(null);
    resource.start();
    requests[0].fail(new Error('no database'));
    await settle();
    expect(last()).toMatchObject({ failure: { nextTryAt: null } });
    await jest.advanceTimersByTimeAsync(600_000);
    expect(requests).toHaveLength(1);
    resource.refresh();
    requests[1].answer('first');
    await settle();
    await jest.advanceTimersByTimeAsync(600_000);
    expect(requests).toHaveLength(2);
    resource.stop();
  });

  it('goes on with what it had when it is started again, and takes in nothing that was asked before', async () => {
    const { requests, resource, last } = setUp();
    resource.start();
    requests[0].answer('first');
    await settle();
    resource.refresh();
    resource.stop();
    resource.start();
    requests[1].answer('asked before');
    await settle();
    expect(last()).toMatchObject({ data: 'first' });
    requests[2].answer('second');
    await settle();
    expect(last()).toMatchObject({ data: 'second' });
    resource.stop();
  });

  it('gives up a request that is not answered in time', async () => {
    const { requests, resource, last } = setUp();
    resource.start();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(requests[0].signal.aborted).toBe(true);
    expect(last()).toMatchObject({
      status: 'error',
      failure: { error: { message: 'No answer in 30 s' } },
    });
    requests[0].answer('much too late');
    await settle();
    expect(last().status).toBe('error');
    resource.stop();
  });

  it('aborts its request when stopped and takes in nothing after that', async () => {
    const { requests, published, resource } = setUp();
    resource.start();
    resource.stop();
    expect(requests[0].signal.aborted).toBe(true);
    requests[0].answer('too late');
    resource.refresh();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(published).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it('reads nothing while nobody looks, and at once when someone does', async () => {
    const { requests, resource } = setUp();
    resource.start();
    requests[0].answer('first');
    await settle();
    setVisibility('hidden');
    resource.refresh();
    await jest.advanceTimersByTimeAsync(600_000);
    expect(requests).toHaveLength(1);
    setVisibility('visible');
    expect(requests).toHaveLength(2);
    resource.stop();
  });
});
