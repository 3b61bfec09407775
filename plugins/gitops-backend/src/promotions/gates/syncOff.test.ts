import { ask } from '../__testUtils__/samples';
import { syncOff } from './syncOff';

const check = (mayBeInRollingSync: boolean) =>
  ask(syncOff, {
    notAutomated: [{ application: 'payments-eu', mayBeInRollingSync }],
  });

describe('syncOff', () => {
  it('warns that a merge does not deploy where Applications are synced by hand', () => {
    expect(check(false)).toMatchObject({
      result: 'warn',
      code: 'syncedByHand',
      sentence:
        'Merging does not deploy here: payments-eu in Production is synced by hand.',
    });
  });

  it('does not claim that of an Application that an ApplicationSet may sync', () => {
    expect(check(true)).toMatchObject({
      result: 'warn',
      code: 'automatedSyncOff',
      sentence:
        'Automated sync of payments-eu in Production is off. Merging deploys only if an ApplicationSet syncs it in a rolling sync.',
    });
  });

  it('says nothing where Argo CD syncs by itself', () => {
    expect(ask(syncOff)).toBeUndefined();
  });
});
