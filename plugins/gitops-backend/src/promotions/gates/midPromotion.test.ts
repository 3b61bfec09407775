import {
  environment,
  gateContext,
  openPullRequest,
  pullRequest,
  record,
} from '../__testUtils__/samples';
import { midPromotion } from './midPromotion';

const check = (underWay: ReturnType<typeof record>) =>
  midPromotion.check(gateContext({ underWay }));

describe('midPromotion', () => {
  it('says nothing where nothing is on its way', () => {
    expect(midPromotion.check(gateContext())).toBeUndefined();
  });

  describe.each(['merged', 'deploying'] as const)(
    'while another is %s',
    state => {
      const underWay = record({ version: '1.4.9', state });

      it('blocks, which those who may override', () => {
        expect(check(underWay)).toEqual({
          result: 'block',
          sentence:
            '1.4.9 is being deployed to Production (platform/gitops #12). Wait until it has arrived, or has failed; else it is not followed any more.',
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
        expect(
          midPromotion.check(gateContext({ ...rollback, rollsBack: id })),
        ).toMatchObject({
          result: 'warn',
          sentence:
            '1.4.9 is still being deployed to Production (platform/gitops #12): it is not followed any more then.',
        });
        expect(
          midPromotion.check(gateContext({ ...rollback, rollsBack: 'older' })),
        ).toMatchObject({ result: 'block', canOverride: true });
      });
    },
  );

  it('refuses the same version a second time', () => {
    for (const state of ['pullRequestOpen', 'deploying'] as const)
      expect(check(record({ state }))).toMatchObject({
        result: 'block',
        sentence: '1.5.0 is on its way already: platform/gitops #12.',
        canOverride: false,
      });
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
    expect(midPromotion.check(gateContext({ target }))).toEqual({
      result: 'block',
      sentence: 'Production is being deployed to at the moment (1.4.9).',
      canOverride: true,
    });
    expect(
      midPromotion.check(gateContext({ target: { ...target, wanted: null } }))
        ?.sentence,
    ).toBe('Production is being deployed to at the moment.');
  });
});
