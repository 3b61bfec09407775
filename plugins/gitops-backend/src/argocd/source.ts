import { z } from 'zod';

const text = z.string().nullish();

/** A source of manifests in an Application. Some write a token into the repository's address, which is nobody's business: it is dropped. */
export const source = z.object({
  repoURL: text.transform(url => url && withoutCredentials(url)),
  path: text,
  chart: text,
  targetRevision: text,
  ref: text,
});

/** Of `ssh://git@host` the user stays: it is part of the address. */
function withoutCredentials(url: string): string {
  return url
    .replace(/^(https?:\/\/)[^/]*@/i, '$1')
    .replace(/^([a-z+]+:\/\/[^/:@]*):[^/]*@/i, '$1@');
}
