import { ask } from '../__testUtils__/samples';
import { permission } from './permission';

describe('permission', () => {
  it('passes whoever may promote there', () => {
    expect(ask(permission)).toMatchObject({
      result: 'pass',
      sentence: 'You can promote payments to Production.',
    });
  });

  it('refuses everyone else and names the permission; nobody overrides it', () => {
    expect(ask(permission, { isPermitted: false })).toMatchObject({
      code: 'notPermitted',
      result: 'block',
      sentence:
        "You don't have permission to promote payments to Production (gitops.promotion.create).",
      canOverride: false,
    });
  });
});
