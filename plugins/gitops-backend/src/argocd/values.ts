import { z } from 'zod';
import { withoutCredentials } from './withoutCredentials';

/** Parts of the schemas of Argo CD's answers. */

export const text = z.string().nullish();
/** A message of Argo CD, Git or Kubernetes. It may quote an address with credentials. */
export const words = text.transform(said => said && withoutCredentials(said));
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform(items => items ?? []);
