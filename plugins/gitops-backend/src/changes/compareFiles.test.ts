import { compareFiles } from './compareFiles';

const side = (environment: string, files: Record<string, string>) => ({
  environment,
  files: new Map(Object.entries(files)),
});

const linesOf = (found: ReturnType<typeof compareFiles>) =>
  found.files.flatMap(({ path, hunks }) =>
    hunks.flat().map(({ kind, text }) => `${path} ${kind} ${text}`),
  );

it('lays files side by side that differ in the name of the environment alone', () => {
  const found = compareFiles(
    side('staging', {
      'values-staging.yaml': 'replicas: 1\n',
      'a.yaml': 'x\n',
    }),
    side('production', {
      'values-production.yaml': 'replicas: 3\n',
      'a.yaml': 'x\n',
    }),
  );
  expect(linesOf(found)).toEqual([
    'values-{environment}.yaml removed replicas: 1',
    'values-{environment}.yaml added replicas: 3',
  ]);
  expect(found).toMatchObject({ same: 1, hidden: [], isWhole: true });
});

it('shows a file that one of them lacks', () => {
  const found = compareFiles(side('a', {}), side('b', { 'x.yaml': 'k: v\n' }));
  expect(linesOf(found)).toEqual(['x.yaml added k: v']);
});

it.each([
  'apiVersion: v1\nkind: Secret\ndata:\n  a: aHVudGVyMg==\n',
  '{\n  "kind": "Secret",\n  "data": { "a": "aHVudGVyMg==" }\n}\n',
  'a: 1\n---\nkind: "Secret"\nstringData: {a: aHVudGVyMg==}\n',
])('never shows a Secret: %#', text => {
  const found = compareFiles(side('a', { s: text }), side('b', {}));
  expect(found).toMatchObject({ files: [], hidden: ['s'] });
});

it('masks what looks like a secret, in whatever file', () => {
  const found = compareFiles(
    side('a', { 'v.yaml': 'db:\n  password: hunter2-of-a\n  host: a\n' }),
    side('b', { 'v.yaml': 'db:\n  password: hunter2-of-b\n  host: b\n' }),
  );
  expect(JSON.stringify(found)).not.toContain('hunter2');
  expect(linesOf(found)).toContain('v.yaml added   host: b');
});

it('says that it left something out where there is more than can be shown', () => {
  const long = (word: string) => `${word}\n`.repeat(600);
  const found = compareFiles(
    side('a', { '1': long('a'), '2': long('a') }),
    side('b', { '1': long('b'), '2': long('b') }),
  );
  expect(found).toMatchObject({ files: [], isWhole: false });
});
