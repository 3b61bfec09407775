import {
  FieldExtensionOptions,
  FieldSchema,
} from '@backstage/plugin-scaffolder-react';

/**
 * A field as it is written once for both frontend systems. The old one takes the JSON schema out of
 * `schema`.
 */
export type FormField<TSchema> = TSchema extends FieldSchema<
  infer TValue,
  infer TOptions
>
  ? Omit<FieldExtensionOptions<TValue, TOptions>, 'schema'> & {
      schema: TSchema;
    }
  : never;
