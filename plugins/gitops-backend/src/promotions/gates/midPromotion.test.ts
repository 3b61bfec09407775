import {
  environment,
  ask,
  openPullRequest,
  pullRequest,
  record,
} from '../__testUtils__/samples';
import { midPromotion } from './midPromotion';

const check = (underWay: ReturnType<typeof record>) =>
  ask(midPromotion, { underWay });

describe('midPromotion', () => {
  it('says nothing where nothing is on its way', () => {
    expect(ask(midPromotion)).toBeUndefined();
  });

  describe.each(['merged', 'deploying'] as const)(
    'while another is %s',
    state => {
      const underWay = record({ version: '1.4.9', state });

      it('blocks, which those who may override', () => {
        expect(check(underWay)).toMatchObject({
          result: 'block',
          sentence:
            '1.4.9 is being deployed to Production (platform/gitops #12). Wait until it has finished, or the portal stops following it.',
          canOverride: true,
        });
      });

      it('lets just that one be rolled back', () => {
        const { id } = underWay.promotion;
        const rollback = {
          underWay,
          kind: 'rollback',
          version: '1.4.8',
        } as const;
        expect(ask(midPromotion, { ...rollback, rollsBack: id })).toMatchObject(
          {
            result: 'warn',
            sentence:
              '1.4.9 is still being deployed to Production (platform/gitops #12). The portal stops following it.',
          },
        );
        expect(
          ask(midPromotion, { ...rollback, rollsBack: 'older' }),
        ).toMatchObject({ result: 'block', canOverride: true });
      });
    },
  );

  it('refuses the same version a second time', () => {
    for (const state of ['pullRequestOpen', 'deploying'] as const)
      expect(check(record({ state }))).toMatchObject({
        result: 'block',
        sentence: '1.5.0 is already on its way: platform/gitops #12.',
        canOverride: false,
      });
  });

  it('lets those who may override replace a promotion whose tag was pushed again', () => {
    const versions = (toDigest?: string) => [
      {
        name: 'registry.example.com/payments',
        from: '1.4.0',
        to: '1.5.0',
        toDigest,
      },
    ];
    const underWay = record({
      state: 'pullRequestOpen',
      versions: versions('sha256:old'),
    });
    expect(
      ask(midPromotion, { underWay, versions: versions('sha256:new') }),
    ).toMatchObject({
      result: 'block',
      code: 'pushedAgain',
      params: { version: '1.5.0', pullRequest: 'platform/gitops #12' },
      canOverride: true,
    });
    expect(
      ask(midPromotion, { underWay, versions: versions('sha256:old') }),
    ).toMatchObject({ code: 'onItsWay', canOverride: false });
  });

  it('tells that the open pull request of another version will be closed', () => {
    expect(
      check(record({ version: '1.4.9', state: 'pullRequestOpen' })),
    ).toMatchObject({
      result: 'warn',
      sentence: '1.4.9 is on its way: platform/gitops #12 will be closed.',
    });
  });

  it('names a pull request that has no number yet', () => {
    expect(
      check(record({ version: '1.4.9', state: 'requested' }, [pullRequest()])),
    ).toMatchObject({
      sentence: '1.4.9 is on its way: its pull request will be closed.',
    });
    expect(
      check(
        record({ version: '1.4.9', state: 'requested' }, [
          pullRequest(),
          openPullRequest({ number: 3 }),
        ]),
      )?.sentence,
    ).toContain('platform/gitops #3');
  });

  it('blocks while anything else is deployed there', () => {
    const target = environment('production', {
      state: 'deploying',
      wanted: '1.4.9',
    });
    expect(ask(midPromotion, { target })).toMatchObject({
      result: 'block',
      sentence: 'A deployment to Production is in progress (1.4.9).',
      canOverride: true,
    });
    expect(
      ask(midPromotion, { target: { ...target, wanted: null } })?.sentence,
    ).toBe('A deployment to Production is in progress.');
  });
});
