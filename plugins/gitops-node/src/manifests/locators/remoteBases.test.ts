import { application, filesOf, searchIn } from '../__testUtils__/filesOf';
import { setVersion } from '../setVersion';
import { remoteBases } from './remoteBases';

const FILE = 'apps/orders/envs/staging/kustomization.yaml';

async function find(text: string) {
  const search = searchIn(filesOf({ [FILE]: text }));
  const of = application({ path: 'apps/orders/envs/staging' });
  return { places: await remoteBases.find(of, search), misses: search.misses };
}

describe('remoteBases', () => {
  it('finds the tag of a base in another repository, and sets it alone', async () => {
    const text = `resources:
  - ../base
  - https://git.example.com/shop/orders//deploy/overlays/staging?ref=v1.4.0 # by CI
`;
    const { places } = await find(text);
    expect(places).toMatchObject([
      {
        file: FILE,
        path: 'resources[1]',
        current: {
          kind: 'revision',
          revision: 'v1.4.0',
          source:
            'https://git.example.com/shop/orders//deploy/overlays/staging',
        },
      },
    ]);
    const to = { kind: 'revision', revision: 'v1.5.0' } as const;
    expect(setVersion(text, places[0], to)).toBe(
      text.replace('v1.4.0', 'v1.5.0'),
    );
  });

  it.each([
    [
      'github.com/shop/orders/deploy/?ref=v1.4.0',
      'https://github.com/shop/orders//deploy',
    ],
    [
      'https://git.example.com/shop/orders.git/deploy?ref=v1.4.0',
      'https://git.example.com/shop/orders//deploy',
    ],
    [
      'git::https://git.example.com/shop/team/orders.git//deploy?ref=v1.4.0',
      'https://git.example.com/shop/team/orders//deploy',
    ],
    [
      'git@github.com:shop/orders.git//deploy?ref=v1.4.0',
      'git@github.com:shop/orders//deploy',
    ],
    [
      'ssh://git@git.example.com/shop/orders//deploy?timeout=90s&ref=v1.4.0&submodules=false',
      'ssh://git@git.example.com/shop/orders//deploy',
    ],
    [
      'https://github.com/shop/orders?ref=v1.4.0',
      'https://github.com/shop/orders',
    ],
  ])('knows the repository and the folder of %s', async (base, source) => {
    const text = `components: ["${base}"]\n`;
    const { places } = await find(text);
    expect(places.map(({ current }) => current)).toEqual([
      { kind: 'revision', revision: 'v1.4.0', source },
    ]);
    const commit = '0f'.repeat(20);
    expect(
      setVersion(text, places[0], { kind: 'revision', revision: commit }),
    ).toBe(text.replace('v1.4.0', commit));
  });

  it.each([
    'https://x-access-token:ghp_0a1b2c3d@github.com/shop/orders//deploy',
    'git::https://x-access-token:ghp_0a1b2c3d@github.com/shop/orders//deploy',
    'https://ghp_0a1b2c3d4e5f6a7b8c9d@github.com/shop/orders//deploy',
  ])('refuses %s, and names it without the password', async address => {
    const { places } = await find(`resources: ["${address}?ref=v1.4.0"]\n`);
    expect(places).toMatchObject([
      {
        current: { source: 'https://github.com/shop/orders//deploy' },
        refusal:
          "whose address holds a password or token: give that to Argo CD as the repository's credentials",
      },
    ]);
    const { misses } = await find(`resources: ["${address}?ref=main"]\n`);
    expect(misses).toEqual([
      expect.stringMatching(
        /main of (git::)?https:\/\/github\.com\/shop\/orders\/\/deploy:/,
      ),
    ]);
  });

  it('names a base without a user that is no secret, and edits it', async () => {
    const { places } = await find(
      'resources: ["https://git@github.com/shop/orders//deploy?ref=v1.4.0"]\n',
    );
    expect(places[0].refusal).toBeUndefined();
    expect(places[0].current).toMatchObject({
      source: 'https://github.com/shop/orders//deploy',
    });
  });

  it('says of what follows a branch, and of files elsewhere, why they are not promoted', async () => {
    const { places, misses } = await find(`resources:
  - https://git.example.com/shop/orders//deploy?ref=main
  - github.com/shop/orders/deploy
  - https://raw.example.com/shop/orders/v1.4.0/install.yaml
  - deployment.yaml
`);
    expect(places).toEqual([]);
    expect(misses).toEqual([
      `resources[0] in ${FILE}, which follows main of https://git.example.com/shop/orders//deploy: no tag or commit is written there`,
      `resources[1] in ${FILE}, which follows the default branch of github.com/shop/orders/deploy: no tag or commit is written there`,
      `resources[2] in ${FILE}, which is the file https://raw.example.com/shop/orders/v1.4.0/install.yaml of another server`,
    ]);
  });
});
