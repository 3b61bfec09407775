import { offeredRepositories } from './offeredRepositories';

describe('offeredRepositories', () => {
  it('passes over what is no repository', () => {
    expect(
      offeredRepositories({
        repositories: [null, { title: 'No address' }, { url: 'https://a/b/c' }],
      }),
    ).toEqual([{ url: 'https://a/b/c' }]);
    expect(offeredRepositories({ repositories: 'https://a/b/c' })).toBeNull();
    expect(offeredRepositories({ repositories: [] })).toBeNull();
    expect(offeredRepositories(undefined)).toBeNull();
  });
});
