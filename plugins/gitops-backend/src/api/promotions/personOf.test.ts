import { mockCredentials } from '@backstage/backend-test-utils';
import { personOf } from './personOf';

const named = (displayName: string) =>
  personOf(
    {
      entity: async () => ({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'User',
        metadata: { name: 'ana' },
        spec: { profile: { displayName } },
      }),
    },
    mockCredentials.user('user:default/ana'),
  );

describe('A person', () => {
  it('has the name that the catalog shows', async () => {
    expect(await named(' Ana Lima ')).toEqual({
      ref: 'user:default/ana',
      name: 'Ana Lima',
    });
  });

  it.each(['', 'auto:gitops', ' auto:gitops '])(
    'has the name of the entity where that is %j, and never that of the portal itself',
    async displayName => {
      expect((await named(displayName)).name).toBe('ana');
    },
  );
});
