import { z } from 'zod';

const text = z.string().nullish();

/** A source of manifests in an Application. Some write a token into the repository's address, which is nobody's business: it is dropped. */
export const source = z.object({
  repoURL: text.transform(url => url?.replace(/^(https?:\/\/)[^/]*@/i, '$1')),
  path: text,
  chart: text,
  targetRevision: text,
  ref: text,
});
