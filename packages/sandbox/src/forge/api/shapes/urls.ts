/** A path in a URL: each part encoded, slashes kept. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The way Gitea writes times: to the second, UTC. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Where Gitea has no time it writes Go's zero. */
export const noTime = '0001-01-01T00:00:00Z';
