import { z } from 'zod';

export const nullableText = z.string().nullable();

/** ISO 8601, as Argo CD, Git hosts and the database write it */
export const time = z.iso.datetime({ offset: true });
export const nullableTime = time.nullable();

/** As Kubernetes limits names */
export const environmentName = z.string().min(1).max(253);

export const count = z.int().nonnegative();
