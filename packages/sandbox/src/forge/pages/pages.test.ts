import type { ForgeRepository } from '../Forge';
import { openPull, seedRepository } from '../testing/seed';
import { startForge, type RunningForge } from '../testing/startForge';

const scriptUrl = ['javascript', 'alert(1)'].join(':');
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>\u0007 javascript:alert(3)`;

describe('pages', () => {
  let running: RunningForge;
  let repository: ForgeRepository;

  beforeEach(async () => {
    running = await startForge();
    repository = await seedRepository(running);
  });

  afterEach(() => running.stop());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${running.baseUrl}${path}`, { headers });

  /** What a browser would send back: cookie and hidden fields of a page's form */
  async function openPage(path: string) {
    const response = await get(path);
    const page = await response.text();
    const value = (name: string) =>
      new RegExp(`name="${name}"\\s+value="([^"]*)"`).exec(page)?.[1] ?? '';
    const cookie = response.headers
      .getSetCookie()
      .map(each => each.split(';')[0])
      .join('; ');
    return {
      page,
      cookie,
      form: { _csrf: value('_csrf'), head: value('head'), reviewer: 'grace' },
    };
  }

  const post = (
    path: string,
    form: Record<string, string>,
    headers: Record<string, string>,
  ) =>
    fetch(`${running.baseUrl}${path}`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers,
      redirect: 'manual',
    });

  it.each([
    ['/', 'platform/gitops'],
    ['/platform', 'platform/gitops'],
    ['/platform/gitops', 'app.yaml'],
    ['/platform/gitops/src/branch/main/docs', 'read me.md'],
    ['/platform/gitops/src/branch/main/app.yaml', 'image: 1.0.0'],
    ['/platform/gitops/compare/main...main', '0 commits'],
    ['/platform/gitops/pulls', 'No pull request is open'],
    ['/platform/gitops/none', 'There is no such page'],
  ])(
    '%s shows %s, says that it is a simulation, and allows no script',
    async (path, words) => {
      const response = await get(path);
      const page = await response.text();
      expect(page).toContain(words);
      expect(page).toContain('<strong>Simulation.</strong>');
      expect(response.headers.get('Content-Security-Policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-/,
      );
    },
  );

  it('leaves paths that are not its own to others', async () => {
    expect(await (await get('/argocd/api')).text()).toBe('not the forge');
  });

  it('shows hostile titles, bodies, branches, files, authors and checks as text', async () => {
    const branch = `x"><script>alert(1)</script>`;
    await openPull(running, repository, {
      branch,
      title: hostile,
      body: `${hostile}\n\n[x](javascript:alert(1)) **${hostile}**\n\n| ${hostile} |\n|---|\n| \`${hostile}\` |`,
      files: { '<script>alert(4)</script>': `${hostile}\n` },
    });
    const head = await repository.head(branch);
    await running.api('POST', `/repos/platform/gitops/statuses/${head}`, {
      state: 'failure',
      context: hostile,
      description: hostile,
      target_url: scriptUrl,
    });
    await running.api('POST', '/repos/platform/gitops/issues/1/comments', {
      body: hostile,
    });
    const paths = [
      '/pulls',
      '/pulls/1',
      '',
      `/commit/${head}`,
      `/src/commit/${head}`,
    ];
    for (const path of [
      ...paths,
      `/src/commit/${head}/${encodeURIComponent('<script>alert(4)<')}/script>`,
    ]) {
      const response = await get(`/platform/gitops${path}`);
      expect(response.status).toBe(200);
      const page = await response.text();
      expect(page).not.toMatch(
        /<script|<img|href="javascript:|\p{Cc}(?<!\n)/iu,
      );
      expect(page).toContain('&lt;script&gt;');
    }
    const raw = await get(
      `/platform/gitops/raw/commit/${head}/${encodeURIComponent(
        '<script>alert(4)<',
      )}/script%3E`,
    );
    expect(raw.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    expect(raw.headers.get('Content-Security-Policy')).toBe('sandbox');
  });

  it('merges by the button in the name of the chosen reviewer, and says so', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'app.yaml': 'image: 2.0.0\n' },
    });
    const path = `/platform/gitops/pulls/${number}`;
    const { page, cookie, form } = await openPage(path);
    expect(page).toContain('image: 2.0.0');
    const response = await post(
      `${path}/merge`,
      { ...form, method: 'squash', delete_branch: 'yes' },
      { cookie },
    );
    expect(response.status).toBe(303);
    expect(response.headers.get('Location')).toBe(path);
    expect(
      (await repository.files((await repository.head('main'))!)).get(
        'app.yaml',
      ),
    ).toBe('image: 2.0.0\n');
    expect(await repository.head('feature')).toBeUndefined();
    expect(await (await get(path)).text()).toMatch(/grace\s+merged it as/);
  });

  it('does not merge what the reviewer has not seen', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'app.yaml': 'image: 2.0.0\n' },
    });
    const path = `/platform/gitops/pulls/${number}`;
    const { cookie, form } = await openPage(path);
    await repository.commit({
      branch: 'feature',
      message: 'More',
      author: 'Mallory',
      files: new Map([['x', 'y']]),
    });
    const response = await post(`${path}/merge`, form, { cookie });
    expect(response.status).toBe(409);
    expect(await response.text()).toContain(
      'The branch changed since you opened this page',
    );
  });

  it('refuses forms of other sites, without a token, or with another browser’s token', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'app.yaml': 'image: 2.0.0\n' },
    });
    const path = `/platform/gitops/pulls/${number}`;
    const mine = await openPage(path);
    const other = await openPage(path);
    const attempts = [
      post(
        `${path}/merge`,
        { ...mine.form, _csrf: '' },
        { cookie: mine.cookie },
      ),
      post(`${path}/merge`, mine.form, {}),
      post(`${path}/merge`, other.form, { cookie: mine.cookie }),
      post(`${path}/close`, mine.form, {
        cookie: mine.cookie,
        origin: 'http://evil.example.com',
      }),
    ];
    for (const response of await Promise.all(attempts))
      expect(response.status).toBe(403);
    const { body } = await running.api(
      'GET',
      `/repos/platform/gitops/pulls/${number}`,
    );
    expect(body).toMatchObject({ state: 'open' });
  });

  it('lets nora approve what is protected, then merges it', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'app.yaml': 'image: 2.0.0\n' },
    });
    await running.api('POST', '/repos/platform/gitops/branch_protections', {
      rule_name: 'main',
      required_approvals: 1,
    });
    const path = `/platform/gitops/pulls/${number}`;
    const { page, cookie, form } = await openPage(path);
    expect(page).toContain('Does not have enough approvals');
    expect(page).not.toContain(`formaction="${path}/merge"`);
    const as = (reviewer: string) => ({ ...form, reviewer });
    const refused = await post(`${path}/merge`, as('nora'), { cookie });
    expect(refused.status).toBe(405);
    expect(await refused.text()).toContain('asks for more approvals');
    const approval = { ...as('nora'), body: 'Fine by me' };
    await post(`${path}/approve`, approval, { cookie });
    const approved = await (await get(path)).text();
    expect(approved).toMatch(/Approved[\s\S]*nora[\s\S]*Fine by me/);
    expect(approved).toContain(`formaction="${path}/merge"`);
    const style = { ...as('nora'), method: 'rebase-merge' };
    expect((await post(`${path}/merge`, style, { cookie })).status).toBe(303);
    expect(await (await get(path)).text()).toMatch(/nora\s+merged it as/);
  });

  it('refuses the guest, and everybody where it is archived, with a reason', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'app.yaml': 'image: 2.0.0\n' },
    });
    const path = `/platform/gitops/pulls/${number}`;
    const { cookie, form } = await openPage(path);
    const guest = { ...form, reviewer: 'guest' };
    const refused = await post(`${path}/merge`, guest, { cookie });
    expect(refused.status).toBe(405);
    expect(await refused.text()).toContain('this person can only read');
    expect((await post(`${path}/close`, guest, { cookie })).status).toBe(403);
    await running.api('PATCH', '/repos/platform/gitops', { archived: true });
    for (const action of ['merge', 'close', 'approve'])
      expect((await post(`${path}/${action}`, form, { cookie })).status).toBe(
        423,
      );
    expect(await (await get(path)).text()).toContain('takes no changes');
  });

  it('says whom a browser acts as, that it is a simulation, and remembers the choice', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'app.yaml': 'image: 2.0.0\n' },
    });
    const path = `/platform/gitops/pulls/${number}`;
    const { page, cookie, form } = await openPage(path);
    expect(page).toMatch(/Signed in as \(a simulation/);
    const nora = { ...form, reviewer: 'nora', body: 'Looks good' };
    const answer = await post(`${path}/comment`, nora, { cookie });
    const [chosen] = answer.headers.getSetCookie()[0].split(';');
    const again = await get(path, { cookie: `${cookie}; ${chosen}` });
    expect(await again.text()).toMatch(/value="nora"\s+checked/);
  });

  it('closes and opens again', async () => {
    const number = await openPull(running, repository, {
      branch: 'feature',
      files: { 'app.yaml': 'image: 2.0.0\n' },
    });
    const path = `/platform/gitops/pulls/${number}`;
    const first = await openPage(path);
    await post(`${path}/close`, first.form, { cookie: first.cookie });
    const closed = await openPage(path);
    expect(closed.page).toContain('Closed without a merge');
    await post(`${path}/reopen`, closed.form, { cookie: closed.cookie });
    const { body } = await running.api(
      'GET',
      `/repos/platform/gitops/pulls/${number}`,
    );
    expect(body).toMatchObject({ state: 'open' });
  });
});
