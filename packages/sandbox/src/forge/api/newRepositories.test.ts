import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitClient } from '../testing/gitClient';
import { startForge, token, type RunningForge } from '../testing/startForge';

/** Statuses and words as a real Gitea 1.26 was seen to answer. */
describe('repositories that are made by the API', () => {
  let running: RunningForge;
  beforeEach(async () => {
    running = await startForge();
    running.forge.ensureOrganisation('services');
  });
  afterEach(() => running.stop());

  const make = (body: object, login?: string, place = 'orgs/services') =>
    running.api('POST', `/${place}/repos`, body, login);

  it('tells of an organisation, and of none where there is none', async () => {
    expect(await running.api('GET', '/orgs/services')).toMatchObject({
      status: 200,
      body: { name: 'services', username: 'services', visibility: 'public' },
    });
    const missing = {
      status: 404,
      body: {
        message: 'GetOrgByName',
        errors: ['user redirect does not exist [name: ada]'],
      },
    };
    expect(await running.api('GET', '/orgs/ada')).toMatchObject(missing);
    expect(await make({ name: 'x' }, undefined, 'orgs/ada')).toMatchObject(
      missing,
    );
  });

  it('knows the teams of an organisation, and adds one to a repository once', async () => {
    running.forge.ensureOrganisation('services', { 'team-a': 'write' });
    await make({ name: 'pay' });
    const team = '/repos/services/pay/teams/team-a';
    expect((await running.api('GET', team)).status).toBe(404);
    expect((await running.api('PUT', team)).status).toBe(204);
    expect(await running.api('GET', team)).toMatchObject({
      body: { name: 'team-a', permission: 'write' },
    });
    expect(await running.api('PUT', team)).toMatchObject({
      status: 422,
      body: { message: "team 'team-a' is already added to repo" },
    });
    const missing = '/repos/services/pay/teams/no-such';
    expect((await running.api('PUT', missing)).status).toBe(404);
    await make({ name: 'own' }, 'ada', 'user');
    expect(
      await running.api('PUT', '/repos/ada/own/teams/team-a'),
    ).toMatchObject({
      status: 405,
      body: { message: 'repo is not owned by an organization' },
    });
  });

  it('makes an empty one, of an organisation or of the caller', async () => {
    const settings = { name: 'pay', private: true, description: 'Payments' };
    expect(await make(settings)).toMatchObject({
      status: 201,
      body: {
        full_name: 'services/pay',
        empty: true,
        private: true,
        description: 'Payments',
        default_branch: 'main',
        permissions: { admin: true, push: true, pull: true },
        clone_url: `${running.baseUrl}/services/pay.git`,
        has_actions: true,
      },
    });
    expect(await make({ name: 'own' }, 'ada', 'user')).toMatchObject({
      status: 201,
      body: { full_name: 'ada/own', private: false },
    });
    const path = '/repos/services/pay';
    expect(await running.api('GET', `${path}/branches/main`)).toMatchObject({
      status: 404,
    });
    expect(await running.api('GET', `${path}/commits`)).toMatchObject({
      status: 409,
      body: { message: 'Git Repository is empty.' },
    });
  });

  it('makes one repository of a name where several callers ask at once', async () => {
    const answers = await Promise.all(
      ['pay', 'Pay', 'pay'].map(name => make({ name })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await make({ name: 'PAY' })).toMatchObject({
      status: 409,
      body: { message: 'The repository with the same name already exists.' },
    });
  });

  it.each([
    [{}, '[Name]: Required'],
    [{ name: 'a b' }, '[Name]: AlphaDashDot'],
    [{ name: 'a'.repeat(101) }, '[Name]: MaxSize'],
    [{ name: 'a.git' }, 'name pattern is not allowed [pattern: *.git]'],
  ])('refuses %j', async (body, message) => {
    expect(await make(body)).toMatchObject({ status: 422, body: { message } });
  });

  it('refuses those who may not', async () => {
    expect(await make({ name: 'x' }, 'ada')).toMatchObject({
      status: 403,
      body: {
        message:
          'Given user is not allowed to create repository in organization.',
      },
    });
    for (const [place, scope] of [
      ['orgs/services', 'write:organization'],
      ['user', 'write:user'],
    ])
      expect(await make({ name: 'x' }, 'ada-read', place)).toMatchObject({
        status: 403,
        body: { message: expect.stringContaining(`required=[${scope}]`) },
      });
    const nobody = await fetch(
      `${running.baseUrl}/api/v1/orgs/services/repos`,
      { method: 'POST', body: '{"name":"x"}' },
    );
    expect(nobody.status).toBe(401);
  });

  it('takes a first push, of whose branch it makes the default', async () => {
    await make({ name: 'pay' });
    const page = () =>
      fetch(`${running.baseUrl}/services/pay`).then(one => one.text());
    expect(await page()).toContain('It is empty');
    const client = await gitClient();
    const folder = join(client.folder, 'pay');
    await mkdir(folder);
    await writeFile(join(folder, 'app.yaml'), 'a: 1');
    const git = (...args: string[]) => client.git('-C', folder, ...args);
    await git('init', '-q', '-b', 'trunk');
    await git('add', '.');
    await git('commit', '-qm', 'First');
    const url = `${running.baseUrl}/services/pay.git`.replace(
      '://',
      `://any:${token}@`,
    );
    expect(await git('push', '-q', url, 'trunk')).toMatchObject({ code: 0 });
    await client.remove();
    expect(await running.api('GET', '/repos/services/pay')).toMatchObject({
      body: { empty: false, default_branch: 'trunk' },
    });
    expect(await page()).toContain('app.yaml');
  });

  it('has a page of an organisation without repositories', async () => {
    const page = await fetch(`${running.baseUrl}/services`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('There are none yet.');
  });
});
