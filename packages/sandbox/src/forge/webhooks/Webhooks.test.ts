import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ForgeRepository } from '../Forge';
import type { HostedRepository } from '../HostedRepository';
import { openPull, seedRepository } from '../testing/seed';
import { startForge, type RunningForge } from '../testing/startForge';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

describe('webhooks', () => {
  let running: RunningForge;
  let repository: ForgeRepository;
  let listener: Server;
  let received: Received[];
  let answer: number;

  beforeEach(async () => {
    received = [];
    answer = 200;
    listener = createServer(async (req, res) => {
      received.push({ headers: req.headers, body: await text(req) });
      res.writeHead(answer).end();
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    running = await startForge();
    repository = await seedRepository(running);
  });

  afterEach(async () => {
    await running.stop();
    listener.closeAllConnections();
    listener.close();
  });

  const create = (url: string, events: string[]) =>
    running.api('POST', '/repos/platform/gitops/hooks', {
      type: 'gitea',
      config: { url, content_type: 'json', secret: 'hush' },
      events,
      active: true,
    });
  const address = () =>
    `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`;
  const settled = () => (repository as HostedRepository).webhooks.settled();

  it('tells of pushes and pull requests, in order, signed with the secret', async () => {
    const created = await create(address(), ['push', 'pull_request']);
    expect(created).toMatchObject({
      status: 201,
      body: { config: { url: address() }, active: true },
    });
    expect(JSON.stringify(created.body)).not.toContain('hush');
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'a.yaml': 'a\n' },
    });
    await running.api('POST', `/repos/platform/gitops/pulls/${number}/merge`, {
      Do: 'squash',
    });
    await settled();
    const events = received.map(({ headers, body }) => {
      const { action, ref } = JSON.parse(body);
      expect(headers['x-gitea-signature']).toBe(
        createHmac('sha256', 'hush').update(body).digest('hex'),
      );
      expect(headers['x-gitea-delivery']).toMatch(/^[0-9a-f-]{36}$/);
      return [headers['x-gitea-event'], action ?? ref];
    });
    expect(events).toEqual([
      ['push', 'refs/heads/feature'],
      ['pull_request', 'opened'],
      ['push', 'refs/heads/main'],
      ['pull_request', 'closed'],
    ]);
    expect(JSON.parse(received[2].body)).toMatchObject({
      commits: [{ added: ['a.yaml'], modified: [] }],
    });
    expect(JSON.parse(received[3].body)).toMatchObject({
      pull_request: { merged: true, number },
    });
  });

  it('tells of closing, opening again, pushing and reviewing, each as it was then', async () => {
    await create(address(), ['pull_request']);
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'a.yaml': 'a\n' },
    });
    const pull = `/repos/platform/gitops/pulls/${number}`;
    await running.api('PATCH', pull, { state: 'closed' });
    await running.api('PATCH', pull, { state: 'open' });
    const head = await repository.commit({
      branch: 'feature',
      message: 'More',
      author: 'Ada <ada@example.com>',
      files: new Map([['b.yaml', 'b\n']]),
    });
    const review = { event: 'APPROVED', body: 'Fine' };
    await running.api('POST', `${pull}/reviews`, review, 'nora');
    await settled();
    const told = received.map(({ headers, body }) => {
      const { action, pull_request, commit_id, ...rest } = JSON.parse(body);
      const event = headers['x-gitea-event'];
      const type = headers['x-gitea-event-type'];
      return {
        event,
        type,
        action,
        state: pull_request.state,
        commit_id,
        review: rest.review,
      };
    });
    const usual = {
      event: 'pull_request',
      type: 'pull_request',
      state: 'open',
      commit_id: '',
      review: null,
    };
    expect(told).toEqual([
      { ...usual, action: 'opened' },
      { ...usual, action: 'closed', state: 'closed' },
      { ...usual, action: 'reopened' },
      {
        ...usual,
        action: 'synchronized',
        type: 'pull_request_sync',
        commit_id: head,
      },
      {
        ...usual,
        action: 'reviewed',
        event: 'pull_request_approved',
        type: 'pull_request_review_approved',
        review: { type: 'pull_request_review_approved', content: 'Fine' },
      },
    ]);
    expect(JSON.parse(received[4].body).sender.login).toBe('nora');
  });

  it('tells those who ask for pushes of no branch that is deleted', async () => {
    await openPull(running, repository, {
      branch: 'feature',
      files: { 'a.yaml': 'a\n' },
    });
    await create(address(), ['push', 'pull_request']);
    await running.api('DELETE', '/repos/platform/gitops/branches/feature');
    await settled();
    expect(
      received.map(({ headers, body }) => [
        headers['x-gitea-event'],
        JSON.parse(body).action,
      ]),
    ).toEqual([['pull_request', 'closed']]);
  });

  it('tells what was so when it happened, though a listener is slow', async () => {
    const repository2 = repository as HostedRepository;
    await create(address(), ['pull_request']);
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'a.yaml': 'a\n' },
    });
    const pull = repository2.pulls.get(number);
    const { users } = repository2.forge;
    repository2.pulls.setState(pull, 'closed', users.ensure('nora'));
    repository2.pulls.setState(pull, 'open', users.ensure('nora'));
    await settled();
    expect(
      received.map(({ body }) => JSON.parse(body).pull_request.state),
    ).toEqual(['open', 'closed', 'open']);
  });

  it('tries once: a failed delivery is recorded and stops nothing', async () => {
    answer = 500;
    await create(address(), ['push']);
    await create('http://127.0.0.1:1/nobody', ['push']);
    await openPull(running, repository, {
      branch: 'feature',
      files: { 'a.yaml': 'a\n' },
    });
    await settled();
    expect(received).toHaveLength(1);
    const [first, second] = (repository as HostedRepository).webhooks.all();
    expect(first.deliveries).toMatchObject([{ status: 500 }]);
    expect(second.deliveries).toMatchObject([{ error: expect.any(String) }]);
  });

  it.each([
    'https://example.com/',
    'http://10.0.0.1/',
    'http://127.0.0.1.example.com/',
    'file:///etc/passwd',
    'x',
  ])('calls only this machine, not %s', async url => {
    expect((await create(url, ['push'])).status).toBe(422);
  });

  it('lists and deletes', async () => {
    await create(address(), ['push']);
    expect(
      (await running.api('GET', '/repos/platform/gitops/hooks')).body,
    ).toMatchObject([{ id: 1 }]);
    expect(
      (await running.api('DELETE', '/repos/platform/gitops/hooks/1')).status,
    ).toBe(204);
    expect(
      (await running.api('GET', '/repos/platform/gitops/hooks')).body,
    ).toEqual([]);
    expect(
      (await fetch(`${running.baseUrl}/api/v1/repos/platform/gitops/hooks`))
        .status,
    ).toBe(401);
  });
});
