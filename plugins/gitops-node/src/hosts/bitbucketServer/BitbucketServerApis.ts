import type { RestApi } from '../rest/RestApi';

/** Bitbucket's own plugins have APIs of their own. */
export interface BitbucketServerApis {
  repository: RestApi;
  project: RestApi;
  branchUtils: RestApi;
  /** Of commits, whichever repository they are in */
  buildStatus: RestApi;
  defaultReviewers: RestApi;
  branchPermissions: RestApi;
}

/** The user of the credentials, whom Bitbucket names with every answer. */
export function userOf(headers: Headers): string | undefined {
  const name = headers.get('x-ausername');
  if (!name || name === 'anonymous') return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
