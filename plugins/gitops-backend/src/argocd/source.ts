import { z } from 'zod';
import { withoutCredentials } from './withoutCredentials';

const text = z.string().nullish();

/** A source of manifests in an Application, its repository's address without credentials. */
export const source = z.object({
  repoURL: text.transform(url => url && withoutCredentials(url)),
  path: text,
  chart: text,
  targetRevision: text,
  ref: text,
});
