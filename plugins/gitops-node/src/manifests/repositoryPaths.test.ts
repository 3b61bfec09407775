import { inRepository } from './repositoryPaths';

describe('inRepository', () => {
  it.each([
    [['apps/orders', 'values.yaml'], 'apps/orders/values.yaml'],
    [['apps/orders', '../shared/values.yaml'], 'apps/shared/values.yaml'],
    [['.', 'values.yaml'], 'values.yaml'],
    [['', './a//b/'], 'a/b'],
    [['/apps', 'values.yaml'], 'apps/values.yaml'],
    [['.'], ''],
    [['a', '..'], ''],
    [['..a'], '..a'],
  ])('of %j is %s', (parts, path) => expect(inRepository(...parts)).toBe(path));

  it.each([
    [['..']],
    [['../secrets.yaml']],
    [['apps', '../../etc/passwd']],
    [['apps/..', '..', 'a']],
    [['/../a']],
  ])('refuses %j', parts =>
    expect(() => inRepository(...parts)).toThrow(
      `${parts.join('/')} leads out of the repository`,
    ),
  );
});
