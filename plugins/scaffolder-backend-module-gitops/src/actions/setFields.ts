import type { JsonValue } from '@backstage/types';
import type { z as zod } from 'zod/v3';
import { Field, optional, optionalString, record } from './fields';
import { DEFAULT_ENTRY } from './newApplicationSet';

/** File of the ApplicationSet, if a template names none. */
export const DEFAULT_SET = 'applicationsets/services.yaml';

const anyJson: Field<zod.ZodType<JsonValue>> = z => z.any();

/** Inputs that say where an ApplicationSet has its entries. */
export const setFields = {
  file: optionalString(
    `File of the ApplicationSet; {service} is filled in (default: \`${DEFAULT_SET}\`)`,
  ),
  name: optionalString(
    'Name of the ApplicationSet, where the file has several',
  ),
  entryPath: optionalString(
    `File that a git generator finds (default: \`${DEFAULT_ENTRY}\`)`,
  ),
};

/** @param description - of what the values are for */
export function valuesField(description: string) {
  return optional(record(anyJson, description));
}
