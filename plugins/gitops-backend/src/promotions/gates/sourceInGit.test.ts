import { ask } from '../__testUtils__/samples';
import { sourceInGit } from './sourceInGit';

const writtenOtherwise = [
  {
    place: 'image.tag in values/staging.yaml',
    repository: 'platform/gitops',
    written: '1.4.0',
    running: ['1.5.0'],
    looksLikeNumber: false,
  },
];

describe('sourceInGit', () => {
  it('warns that the source runs another version than its files say', () => {
    expect(ask(sourceInGit, { writtenOtherwise })).toMatchObject({
      gate: 'source-in-git',
      result: 'warn',
      code: 'sourceDiffersFromGit',
      sentence:
        'image.tag in values/staging.yaml of platform/gitops says 1.4.0, but 1.5.0 runs in Staging. What runs there would be promoted.',
    });
  });

  it('says nothing where both agree, and of a rollback, which comes from nowhere', () => {
    expect(ask(sourceInGit)).toBeUndefined();
    expect(
      ask(sourceInGit, { writtenOtherwise, kind: 'rollback' }),
    ).toBeUndefined();
  });
});
