import { z } from 'zod';

export const nullableText = z.string().nullable();

/** ISO 8601, as Argo CD, Git hosts and the database write it */
export const time = z.iso.datetime({ offset: true });
export const nullableTime = time.nullable();

export const count = z.int().nonnegative();
