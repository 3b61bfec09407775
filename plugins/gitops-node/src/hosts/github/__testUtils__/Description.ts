import { readFileSync } from 'node:fs';
import Ajv, { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

interface Schema {
  $ref?: string;
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
}

interface Parameter {
  name: string;
  in: 'path' | 'query';
  schema: Schema;
}

interface Operation {
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, Answer | { $ref: string }>;
}

interface Answer {
  content?: Record<
    string,
    {
      schema: Schema;
      examples?: Record<string, { value?: unknown; $ref?: string }>;
    }
  >;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

const NAME = 'github';
const JSON_TYPE = 'application/json';

const files = {
  'api.github.com': require.resolve(
    '@octokit/openapi/generated/api.github.com.json',
  ),
  ghec: require.resolve('@octokit/openapi/generated/ghec.json'),
};

/**
 * GitHub's published description of its REST API: what a request may be, and what an answer has to
 * be.
 */
export class Description {
  readonly #document: Document;
  readonly #ajv = addFormats(
    // The description has formats and words that are not JSON Schema's
    new Ajv({ strict: false, validateSchema: false, logger: false }),
  );
  readonly #query = addFormats(
    new Ajv({ strict: false, coerceTypes: true, logger: false }),
  );
  readonly #checks = new Map<string, ValidateFunction>();

  /** @param product - `ghec` is that of organisations of an enterprise */
  constructor(product: keyof typeof files = 'api.github.com') {
    const text = readFileSync(files[product], 'utf8');
    this.#document = JSON.parse(text, (_, value) =>
      value?.nullable === true ? withNull(value) : value,
    );
    this.#ajv.addSchema(this.#document, NAME);
  }

  /** Names of the query's parameters. */
  queryOf(operation: string): string[] {
    return this.#parametersOf(operation).map(({ name }) => name);
  }

  /** What of a request isn't described; undefined where all is. */
  wrongRequest(
    operation: string,
    { query, body }: { query: URLSearchParams; body: unknown },
  ): string | undefined {
    const properties = Object.fromEntries(
      this.#parametersOf(operation).map(({ name, schema }) => [name, schema]),
    );
    const asked = Object.fromEntries(query);
    if (!this.#query.validate({ type: 'object', properties }, asked))
      return this.#query.errorsText();
    const schema =
      this.#operation(operation).requestBody?.content[JSON_TYPE].schema;
    if (body === undefined) return undefined;
    if (!schema) return `${operation} takes no body`;
    const place = [...this.#place(operation), 'requestBody', 'content'];
    return (
      this.#wrong([...place, JSON_TYPE, 'schema'], body) ??
      this.#unknown(schema, body, 'body')
    );
  }

  /** What of an answer isn't described. */
  wrongAnswer(
    operation: string,
    { status, json }: { status: number; json?: unknown },
  ): string | undefined {
    const present = this.#operation(operation).responses[status];
    if (!present) return `${status} is not described`;
    const answer = this.#resolved<Answer>(present);
    const content = answer.content?.[JSON_TYPE];
    if (!content)
      return json === undefined || status >= 400
        ? undefined
        : 'No body is described';
    const place =
      '$ref' in present
        ? present.$ref.slice(2).split('/')
        : [...this.#place(operation), 'responses', String(status)];
    return this.#wrong([...place, 'content', JSON_TYPE, 'schema'], json);
  }

  /** The description's own example of a successful answer. */
  example(operation: string, status = 200): any {
    const answer = this.#resolved<Answer>(
      this.#operation(operation).responses[status],
    );
    const [first] = Object.values(answer.content![JSON_TYPE].examples!);
    const { value } = this.#resolved<{ value: unknown }>(first);
    // Some refer to an example instead of being one
    const own = this.#resolved<any>(value);
    return structuredClone(own === value ? own : own.value);
  }

  #operation(operation: string): Operation {
    const [method, path] = operation.split(' ');
    const found = this.#document.paths[path]?.[method.toLowerCase()];
    if (!found) throw new Error(`${operation} is not described`);
    return found;
  }

  #place(operation: string): string[] {
    const [method, path] = operation.split(' ');
    return ['paths', path, method.toLowerCase()];
  }

  #parametersOf(operation: string): Parameter[] {
    return (this.#operation(operation).parameters ?? [])
      .map(one => this.#resolved<Parameter>(one))
      .filter(one => one.in === 'query');
  }

  #resolved<T>(value: unknown): T {
    const { $ref } = value as { $ref?: string };
    if (!$ref) return value as T;
    return $ref
      .slice(2)
      .split('/')
      .reduce<any>((found, part) => found[part], this.#document);
  }

  #wrong(place: string[], value: unknown): string | undefined {
    const pointer = place
      .map(part => part.replace(/~/g, '~0').replace(/\//g, '~1'))
      .map(encodeURIComponent)
      .join('/');
    let check = this.#checks.get(pointer);
    if (!check) {
      check = this.#ajv.compile({ $ref: `${NAME}#/${pointer}` });
      this.#checks.set(pointer, check);
    }
    return check(value) ? undefined : this.#ajv.errorsText(check.errors);
  }

  /** GitHub takes no notice of what it doesn't know, so that a slip of the pen would go unseen. */
  #unknown(schema: Schema, value: unknown, at: string): string | undefined {
    const { properties, items } = this.#resolved<Schema>(schema);
    if (Array.isArray(value) && items)
      return value
        .map((one, index) => this.#unknown(items, one, `${at}[${index}]`))
        .find(Boolean);
    if (!properties || typeof value !== 'object' || value === null)
      return undefined;
    return Object.entries(value)
      .map(([name, own]) =>
        properties[name]
          ? this.#unknown(properties[name], own, `${at}.${name}`)
          : `${at}.${name} is not described`,
      )
      .find(Boolean);
  }
}

/** What OpenAPI 3.0 means by `nullable`, also where JSON Schema would not take it so. */
function withNull(schema: { type?: string; enum?: unknown[] }) {
  if (schema.type === undefined)
    return { anyOf: [{ ...schema, nullable: undefined }, { type: 'null' }] };
  return schema.enum ? { ...schema, enum: [...schema.enum, null] } : schema;
}
