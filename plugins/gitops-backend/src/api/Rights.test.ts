import { gitopsDeploymentPermissions } from 'backstage-plugin-gitops-common';
import { Rights } from './Rights';

const service = 'component:default/orders';
const refusal =
  'orders-dev belongs to component:default/other: act on it there';

function rightsOf(options: { refusal?: string; holds: boolean }) {
  return new Rights({
    caller: 'user:default/ana',
    subject: { service, claimsIn: () => [], refusal: () => options.refusal },
    holds: () => options.holds,
  });
}

const acting = gitopsDeploymentPermissions.filter(
  ({ attributes }) => attributes.action !== 'read',
);
const reading = gitopsDeploymentPermissions.filter(
  ({ attributes }) => attributes.action === 'read',
);

it.each(acting)(
  '$name is refused from where Applications are only referred to, whatever the policy says',
  permission => {
    const rights = rightsOf({ refusal, holds: true });
    expect(rights.may(permission, 'dev')).toBe(false);
    expect(() => rights.demand(permission, 'dev')).toThrow(refusal);
  },
);

it.each(reading)(
  '$name is decided by the policy alone, which is asked about the owners',
  permission => {
    expect(rightsOf({ refusal, holds: true }).may(permission, 'dev')).toBe(
      true,
    );
    expect(rightsOf({ refusal, holds: false }).may(permission, 'dev')).toBe(
      false,
    );
  },
);

it.each(gitopsDeploymentPermissions)(
  '$name is refused by its name where the policy does not allow it',
  permission => {
    const rights = rightsOf({ holds: false });
    expect(rights.may(permission, 'dev')).toBe(false);
    expect(() => rights.demand(permission, 'dev')).toThrow(
      `You may not do that with ${service} in dev (${permission.name})`,
    );
    expect(() =>
      rightsOf({ holds: true }).demand(permission, 'dev'),
    ).not.toThrow();
  },
);
