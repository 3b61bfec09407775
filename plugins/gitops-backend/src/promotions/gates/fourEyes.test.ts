import { fourEyes, Requester, Reviewed } from './fourEyes';

const ana: Requester = {
  ref: 'user:default/ana',
  name: 'Ana Lima',
  login: 'ana-lima',
};
const unknown = { ...ana, login: undefined };
const bo = { ref: 'user:default/bo', name: 'Bo Ek' };

const ask = (given: Partial<Reviewed> = {}) =>
  fourEyes({
    environment: 'production',
    isRequired: true,
    requesters: [ana],
    approvedBy: [],
    isChanged: false,
    ...given,
  });

describe('four-eyes', () => {
  it('waits until somebody else approves, whatever the case of the login', () => {
    expect(ask()).toEqual({
      state: 'pending',
      code: 'fourEyesMissing',
      params: { requestedBy: ['Ana Lima'] },
    });
    expect(ask({ approvedBy: ['Ana-Lima'] })).toMatchObject({
      state: 'pending',
      code: 'fourEyesMissing',
    });
    expect(ask({ approvedBy: ['Ana-Lima', 'bo'] })).toEqual({
      state: 'success',
      code: 'fourEyesGiven',
      params: { by: ['bo'], requestedBy: ['Ana Lima'] },
    });
  });

  it('takes two approvals where the login of who requested it is not known', () => {
    const requesters = [unknown];
    expect(ask({ requesters, approvedBy: ['x'] })).toMatchObject({
      state: 'pending',
      code: 'approverMayBeRequester',
      params: { approvedBy: ['x'] },
    });
    expect(ask({ requesters, approvedBy: ['x', 'X'] }).state).toBe('pending');
    expect(ask({ requesters, approvedBy: ['x', 'bo'] }).state).toBe('success');
  });

  it('takes one approval of what a machine requested', () => {
    const requesters = [{ ref: 'external:ci', name: 'external:ci' }];
    expect(ask({ requesters }).state).toBe('pending');
    expect(ask({ requesters, approvedBy: ['bo'] }).state).toBe('success');
  });

  it('names nobody as the requester of what the portal requested by itself', () => {
    const requesters = [{ ref: 'auto:gitops', name: 'Automatic promotion' }];
    expect(ask({ requesters })).toMatchObject({
      state: 'pending',
      params: { requestedBy: [] },
    });
    expect(ask({ requesters, approvedBy: ['bo'] })).toMatchObject({
      state: 'success',
      params: { by: ['bo'], requestedBy: [] },
    });
  });

  it('takes the merge in the portal for an approval, but for that of who requested it', () => {
    expect(ask({ approvedInPortal: bo })).toMatchObject({
      state: 'success',
      params: { by: ['Bo Ek'] },
    });
    expect(ask({ approvedInPortal: ana }).state).toBe('pending');
  });

  it('takes no approval of a branch that somebody pushed to', () => {
    expect(
      ask({ approvedBy: ['bo'], approvedInPortal: bo, isChanged: true }),
    ).toMatchObject({ state: 'pending', code: 'approvalsOfOther' });
  });

  it('holds where the environment does not ask for it', () => {
    expect(ask({ isRequired: false })).toMatchObject({
      state: 'success',
      code: 'fourEyesNotRequired',
    });
  });
});
