import { gitEventOf } from './gitEvent';

const repository = { id: 1, full_name: 'platform/gitops' };
const project = { id: 1, path_with_namespace: 'platform/gitops' };
const sha = 'a'.repeat(40);

function event(topic: string, kind: unknown, eventPayload: unknown) {
  return gitEventOf({
    topic,
    eventPayload,
    metadata: { [`x-${topic}-event`]: kind as string },
  });
}

describe('gitEventOf', () => {
  it.each(['github', 'gitea'])(
    'reads of %s which branch was pushed to',
    topic => {
      const push = { ref: 'refs/heads/main', before: sha, after: sha };
      expect(event(topic, 'push', { ...push, repository })).toEqual({
        repository: 'platform/gitops',
        branch: 'main',
      });
      expect(
        event(topic, 'push', { ref: 'refs/heads/team/a', repository })?.branch,
      ).toBe('team/a');
    },
  );

  it('reads nothing of a push of something else than a branch', () => {
    for (const ref of ['refs/tags/v1', 'main', '', undefined]) {
      expect(event('github', 'push', { ref, repository })).toBeUndefined();
      expect(event('gitlab', 'Push Hook', { ref, project })).toBeUndefined();
    }
  });

  it.each([
    ['github', 'pull_request'],
    ['github', 'pull_request_review'],
    ['gitea', 'pull_request'],
    ['gitea', 'pull_request_approved'],
    ['gitea', 'pull_request_rejected'],
  ])('reads of %s which pull request a %s is about', (topic, kind) => {
    const payload = {
      action: 'closed',
      pull_request: { id: 900, number: 12, merged: true },
      repository,
    };
    expect(event(topic, kind, payload)).toEqual({
      repository: 'platform/gitops',
      number: 12,
    });
  });

  it('reads the events of GitLab', () => {
    expect(
      event('gitlab', 'Push Hook', {
        object_kind: 'push',
        ref: 'refs/heads/main',
        project,
      }),
    ).toEqual({ repository: 'platform/gitops', branch: 'main' });
    expect(
      event('gitlab', 'Merge Request Hook', {
        object_kind: 'merge_request',
        project,
        object_attributes: { id: 93, iid: 16, state: 'merged' },
      }),
    ).toEqual({ repository: 'platform/gitops', number: 16 });
  });

  describe('of Bitbucket Data Center', () => {
    const place = { slug: 'gitops', project: { key: 'PLAT' } };
    const of = (kind: string, eventPayload: unknown) =>
      gitEventOf({
        topic: 'bitbucketServer',
        eventPayload,
        metadata: { 'x-event-key': kind },
      });
    const push = (...ids: string[]) =>
      of('repo:refs_changed', {
        eventKey: 'repo:refs_changed',
        repository: place,
        changes: ids.map(id => ({ ref: { id }, type: 'UPDATE' })),
      });

    it('reads which branch was pushed to, or that several were', () => {
      const name = 'PLAT/gitops';
      expect(push('refs/heads/team/a')).toEqual({
        repository: name,
        branch: 'team/a',
      });
      expect(push('refs/heads/main', 'refs/tags/v1')).toEqual({
        repository: name,
        branch: 'main',
      });
      expect(push('refs/heads/main', 'refs/heads/a')).toEqual({
        repository: name,
      });
    });

    it('reads nothing of a push of tags alone', () => {
      expect(push('refs/tags/v1')).toBeUndefined();
      expect(push()).toBeUndefined();
    });

    it.each([
      'pr:from_ref_updated',
      'pr:modified',
      'pr:reviewer:approved',
      'pr:reviewer:unapproved',
      'pr:reviewer:needs_work',
      'pr:merged',
      'pr:declined',
    ])('reads which pull request a %s is about', kind => {
      const pullRequest = {
        id: 12,
        state: 'MERGED',
        fromRef: { repository: { ...place, project: { key: '~DANA' } } },
        toRef: { id: 'refs/heads/main', repository: place },
      };
      expect(of(kind, { eventKey: kind, pullRequest })).toEqual({
        repository: 'PLAT/gitops',
        number: 12,
      });
    });

    it('does not care for other events, nor for those of a test', () => {
      expect(of('diagnostics:ping', { test: true })).toBeUndefined();
      expect(of('pr:merged', { test: true })).toBeUndefined();
    });
  });

  it('takes the first of several headers', () => {
    expect(
      event('github', ['push', 'pull_request'], {
        repository,
        ref: 'refs/heads/main',
      }),
    ).toBeDefined();
  });

  it.each([
    ['github', 'ping'],
    ['github', 'issues'],
    ['github', 'Push Hook'],
    ['gitlab', 'push'],
    ['bitbucketCloud', 'push'],
    ['github', undefined],
    ['github', '__proto__'],
    ['github', 'constructor'],
    ['__proto__', 'toString'],
  ])('does not care for %s %s', (topic, kind) => {
    expect(event(topic, kind, { ref: 'a', repository })).toBeUndefined();
  });

  it('does without metadata', () => {
    expect(
      gitEventOf({ topic: 'github', eventPayload: { repository } }),
    ).toBeUndefined();
  });

  it.each([
    undefined,
    null,
    '',
    'push',
    7,
    [],
    [{ repository }],
    {},
    { repository: null },
    { repository: 'platform/gitops' },
    { repository: { full_name: 7 } },
    { repository: { full_name: ['platform/gitops'] } },
    { repository, ref: 7 },
    { repository, ref: { toString: () => 'refs/heads/main' } },
    JSON.parse('{"__proto__": {"repository": {"full_name": "a/b"}}}'),
  ])('does not believe the push %j', payload => {
    expect(event('github', 'push', payload)).toBeUndefined();
  });

  it.each([0, -1, 1.5, '12', null, Infinity, NaN, { valueOf: () => 12 }])(
    'does not take %p for the number of a pull request',
    number => {
      const payload = { repository, pull_request: { number } };
      expect(event('github', 'pull_request', payload)).toBeUndefined();
    },
  );

  it('carries nothing on but what it knows', () => {
    const payload = JSON.parse(
      `{"repository": {"full_name": "a/b", "__proto__": {"admin": true}},
        "pull_request": {"number": 1, "html_url": "https://evil.example.com"},
        "branch": "main", "__proto__": {"branch": "main"}}`,
    );
    expect(Object.entries(event('github', 'pull_request', payload)!)).toEqual([
      ['repository', 'a/b'],
      ['number', 1],
    ]);
    expect({}).not.toHaveProperty('admin');
  });

  it('survives text of any length', () => {
    const text = 'a'.repeat(5_000_000);
    expect(
      event('github', 'push', {
        repository: { full_name: text },
        ref: `refs/heads/${text}`,
      })?.repository,
    ).toHaveLength(text.length);
  });
});
