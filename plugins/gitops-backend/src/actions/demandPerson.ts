import type {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';

/**
 * The MCP server passes a service's token on as its own, without the token's restrictions: no
 * policy would be asked, and the audit log would not name the service.
 *
 * @throws NotAllowedError where the caller is not a person
 */
export function demandPerson({ principal }: BackstageCredentials): void {
  if ((principal as Partial<BackstageUserPrincipal>).type !== 'user')
    throw new NotAllowedError(
      "Actions that change something need a person's token, and this one belongs to a service. Use the token of the person you act for",
    );
}
