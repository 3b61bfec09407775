import { createHash } from 'node:crypto';
import type { ForgeState } from '../../ForgeState';
import type { User } from '../../Users';
import { noTime, timestamp } from './urls';

/**
 * A user as others see it; `asSelf` adds what Gitea tells about pull requests' posters and the
 * caller.
 */
export function userShape(
  forge: ForgeState,
  user: User,
  options: { asSelf?: boolean; noreply?: boolean } = {},
) {
  const { asSelf = false, noreply = false } = options;
  return {
    id: user.id,
    login: user.login,
    login_name: '',
    source_id: 0,
    full_name: user.fullName,
    email: noreply ? `${user.id}+${user.login}@noreply.localhost` : user.email,
    avatar_url: `${forge.baseUrl}/avatars/${createHash('md5')
      .update(user.email)
      .digest('hex')}`,
    html_url: `${forge.baseUrl}/${encodeURIComponent(user.login)}`,
    language: '',
    is_admin: asSelf,
    last_login: asSelf ? '1970-01-01T00:00:00Z' : noTime,
    created: timestamp(user.createdAt),
    restricted: false,
    active: asSelf,
    prohibit_login: false,
    location: '',
    website: '',
    description: '',
    visibility: 'public',
    followers_count: 0,
    following_count: 0,
    starred_repos_count: 0,
    username: user.login,
  };
}
