import { ForgeError } from '../ForgeError';

/**
 * Reads a JSON object from outside field by field. Each reader throws ForgeError 422 for another
 * type.
 */
export class Fields {
  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  static of(value: unknown): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ForgeError(
        422,
        'json: cannot unmarshal: an object is expected',
      );
    }
    return new Fields({ ...value });
  }

  static parse(body: Buffer): Fields {
    if (body.length === 0) return new Fields({});
    let value: unknown;
    try {
      value = JSON.parse(body.toString('utf8'));
    } catch {
      throw new ForgeError(422, 'json: the body is not JSON');
    }
    return Fields.of(value);
  }

  text(name: string): string | undefined {
    return this.read(
      name,
      (value): value is string => typeof value === 'string',
      'string',
    );
  }

  requiredText(name: string): string {
    const text = this.text(name);
    if (!text)
      throw new ForgeError(
        422,
        `[${name[0].toUpperCase()}${name.slice(1)}]: Required`,
      );
    return text;
  }

  flag(name: string): boolean | undefined {
    return this.read(
      name,
      (value): value is boolean => typeof value === 'boolean',
      'bool',
    );
  }

  count(name: string): number | undefined {
    const isCount = (value: unknown): value is number =>
      Number.isSafeInteger(value) && Number(value) >= 0;
    return this.read(name, isCount, 'uint');
  }

  list(name: string): unknown[] | undefined {
    return this.read(name, Array.isArray, 'list');
  }

  /** An object of texts; empty where absent */
  texts(name: string): Record<string, string> {
    const fields = this.object(name) ?? new Fields({});
    return Object.fromEntries(
      Object.keys(fields.values).map(key => [key, fields.text(key) ?? '']),
    );
  }

  object(name: string): Fields | undefined {
    const isObject = (value: unknown): value is object =>
      typeof value === 'object' && !Array.isArray(value);
    const value = this.read(name, isObject, 'object');
    return value && Fields.of(value);
  }

  private read<T>(
    name: string,
    isWanted: (value: unknown) => value is T,
    type: string,
  ): T | undefined {
    const value = this.values[name];
    if (value === undefined || value === null) return undefined;
    if (!isWanted(value))
      throw new ForgeError(
        422,
        `json: cannot unmarshal field ${name} into type ${type}`,
      );
    return value;
  }
}
