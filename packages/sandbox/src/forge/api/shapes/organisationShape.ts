import type { ForgeState } from '../../ForgeState';
import type { User } from '../../Users';
import { userShape } from './userShape';

export function organisationShape(forge: ForgeState, organisation: User) {
  return {
    id: organisation.id,
    name: organisation.login,
    full_name: '',
    email: '',
    avatar_url: userShape(forge, organisation).avatar_url,
    description: '',
    website: '',
    location: '',
    visibility: 'public',
    repo_admin_change_team_access: false,
    username: organisation.login,
  };
}
