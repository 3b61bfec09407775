import type { z as zod } from 'zod/v3';

/**
 * A field of an action's input or output. Its description is shown in the portal and the docs.
 *
 * Declare fields in a constant: in the call of `createTemplateAction` itself, TypeScript does not
 * infer the types of those below that are generic.
 */
export type Field<T extends zod.ZodTypeAny = zod.ZodTypeAny> = (
  z: typeof zod,
) => T;
export type Fields = Record<string, Field>;
export type ValueOf<F extends Field> = zod.infer<ReturnType<F>>;
export type ValuesOf<F extends Fields> = { [K in keyof F]: ValueOf<F[K]> };

export function string(description?: string): Field<zod.ZodString> {
  return z => z.string({ description });
}

export function boolean(description?: string): Field<zod.ZodBoolean> {
  return z => z.boolean({ description });
}

export function integer(
  description: string,
  { min, max = Number.MAX_SAFE_INTEGER }: { min: number; max?: number },
): Field<zod.ZodNumber> {
  return z => z.number({ description }).int().min(min).max(max);
}

export function oneOf<const T extends readonly [string, ...string[]]>(
  values: T,
  description?: string,
): Field<zod.ZodEnum<{ -readonly [I in keyof T]: T[I] }>> {
  return z => z.enum(values, { description });
}

export function array<F extends Field>(
  item: F,
  description?: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER } = {},
): Field<zod.ZodArray<ReturnType<F>>> {
  return z =>
    z
      .array(item(z) as ReturnType<F>, { description })
      .min(min)
      .max(max);
}

/** By names that the template chooses, such as those of environments. */
export function record<F extends Field>(
  value: F,
  description?: string,
): Field<zod.ZodRecord<zod.ZodString, ReturnType<F>>> {
  return z => z.record(value(z) as ReturnType<F>, { description });
}

/** One value for all environments, or one for each, by their names. */
export function byEnvironment<F extends Field>(
  value: F,
  description?: string,
): Field<
  zod.ZodUnion<[ReturnType<F>, zod.ZodRecord<zod.ZodString, ReturnType<F>>]>
> {
  return z =>
    z.union([value(z) as ReturnType<F>, z.record(value(z) as ReturnType<F>)], {
      description,
    });
}

export function object<F extends Fields>(
  fields: F,
  description?: string,
): Field<zod.ZodObject<{ [K in keyof F]: ReturnType<F[K]> }>> {
  return z => {
    const shape = Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, field(z)]),
    );
    return z.object(shape as { [K in keyof F]: ReturnType<F[K]> }, {
      description,
    });
  };
}

/** Fields without some of them. */
export function without<F extends Fields, K extends keyof F>(
  fields: F,
  ...names: K[]
): Omit<F, K> {
  const isLeft = ([name]: [string, Field]) => !names.includes(name as K);
  return Object.fromEntries(Object.entries(fields).filter(isLeft)) as Omit<
    F,
    K
  >;
}

export function optional<F extends Field>(
  field: F,
): Field<zod.ZodOptional<ReturnType<F>>> {
  return z => z.optional(field(z) as ReturnType<F>);
}

export function optionalString(
  description?: string,
): Field<zod.ZodOptional<zod.ZodString>> {
  return optional(string(description));
}
