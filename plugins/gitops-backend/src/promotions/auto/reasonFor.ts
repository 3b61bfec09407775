/** What the commit, the pull request and the audit log say of why the portal requested it. */
export function reasonFor(of: {
  version: string;
  /** Titles of the environments */
  source: string;
  environment: string;
  /** In milliseconds; undefined where it is not known for how long */
  healthyForMs?: number;
  /** In milliseconds since the epoch */
  now: number;
}): string {
  const { version, source, environment, healthyForMs, now } = of;
  const since =
    healthyForMs === undefined
      ? ''
      : ` since ${new Date(now - healthyForMs).toISOString().slice(0, 16)}Z`;
  return `The portal opened this by itself: the gates of ${environment} pass for ${version}, which is healthy in ${source}${since}.`;
}
