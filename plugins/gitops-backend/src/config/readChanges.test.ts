import { ConfigReader } from '@backstage/config';
import { readSettings } from './readConfig';

const read = (changes: object) => {
  const instances = [
    { name: 'eu', url: 'https://argocd.example.com', token: 'x' },
  ];
  const gitops = { argocd: { instances }, changes };
  return readSettings(new ConfigReader({ gitops } as any)).changes;
};

const repositories = 'https://git.example.com/shop/*';

it('compares versions only where repositories are named', () => {
  expect(read({ repositories })).toEqual({
    repositories: [repositories],
    annotation: 'backstage.io/source-location',
    tags: ['{version}', 'v{version}', '{name}-{version}', '{name}/v{version}'],
    inPullRequests: true,
  });
  expect(() => read({})).toThrow(/repositories/);
});

it.each([
  [{ repositories: '*' }, /"\*" is not a pattern of addresses/],
  [{ repositories: 'https://*' }, /is not a pattern of addresses/],
  [{ repositories, tags: 'latest' }, /"latest" is not the name of a tag/],
  [{ repositories, tags: '{version}?x=1' }, /is not the name of a tag/],
  [{ repositories, tags: '{service}-{version}' }, /is not the name of a tag/],
  [{ repositories, tags: Array(7).fill('v{version}') }, /more than 6/],
])('names the mistake in %j', (changes, mistake) => {
  expect(() => read(changes)).toThrow(mistake);
});
