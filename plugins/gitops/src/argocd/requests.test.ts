import { ago, application } from '../__testUtils__/deployments';
import { applicationTitle, requestsOf } from './requests';

const revision = '3f2a1c9d50e387550fdab836ed7e6dc881de2300';

describe('what can be asked of Argo CD', () => {
  it('is what the caller may do, a sync to the revision that is shown', () => {
    const shown = application({ revision });
    expect(requestsOf(shown, ['refresh', 'sync'])).toEqual([
      { application: shown, action: 'refresh' },
      { application: shown, action: 'sync', revision },
    ]);
  });

  it('is nothing while the Application can not be reached', () => {
    const shown = application({ revision, staleSince: ago({ min: 5 }) });
    expect(requestsOf(shown, ['refresh', 'sync'])).toEqual([]);
  });

  it('is no sync where the revision is not known', () => {
    const shown = application({ revision: null });
    expect(requestsOf(shown, ['sync', 'refreshSecrets'])).toEqual([
      { application: shown, action: 'refreshSecrets' },
    ]);
  });
});

describe('applicationTitle', () => {
  it('names the instance only where it tells two apart', () => {
    const eu = application({ instance: 'eu', name: 'payments' });
    const us = application({ instance: 'us', name: 'payments' });
    const other = application({ instance: 'us', name: 'payments-jobs' });
    expect(
      [eu, us, other].map(one => applicationTitle(one, [eu, us, other])),
    ).toEqual(['payments, eu', 'payments, us', 'payments-jobs']);
  });

  it('names the namespace where one instance has two of the name', () => {
    const both = ['team-a', 'team-b'].map(namespace =>
      application({ instance: 'eu', namespace, name: 'payments' }),
    );
    expect(both.map(one => applicationTitle(one, both))).toEqual([
      'payments, eu / team-a',
      'payments, eu / team-b',
    ]);
  });
});
