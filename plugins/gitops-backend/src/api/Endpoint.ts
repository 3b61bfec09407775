import type { z } from 'zod';

/**
 * One call of the API: what it takes and what it answers. Types, validation and OpenAPI come from
 * it.
 */
export interface Endpoint {
  readonly method: 'get' | 'post';
  /** As OpenAPI writes it: `/v1/promotions/{id}` */
  readonly path: string;
  readonly description: string;
  /** The parts of the path in braces */
  readonly params?: z.ZodObject;
  /** Without it, a query is refused */
  readonly query?: z.ZodObject;
  /** Without it, a body is ignored */
  readonly body?: z.ZodObject;
  readonly answer: z.ZodType;
  /** Of the answer, where it is not JSON */
  readonly mediaType?: string;
  /** Whether the status is 201 where the answer says `made: true` */
  readonly makes?: boolean;
}

/** By the names that OpenAPI calls operation ids. */
export type Endpoints = Readonly<Record<string, Endpoint>>;
