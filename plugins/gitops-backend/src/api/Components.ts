import {
  applicationDeploymentSchema,
  applicationDetailsSchema,
  causeSchema,
  claimProblemSchema,
  claimProblemsSchema,
  environmentDeploymentSchema,
  environmentSchema,
  fleetSchema,
  fleetServiceSchema,
  freezeAnswerSchema,
  freezeRequestSchema,
  freezeSchema,
  freezesSchema,
  gateAnswerSchema,
  instanceSchema,
  promotionAnswerSchema,
  promotionItemSchema,
  promotionPageSchema,
  promotionPlanSchema,
  promotionPullRequestSchema,
  promotionRequestSchema,
  promotionSchema,
  releaseAnswerSchema,
  releasePlanSchema,
  releaseRequestSchema,
  releaseSchema,
  serviceDeploymentsSchema,
  serviceSchema,
  transitionSchema,
} from 'backstage-plugin-gitops-common';
import { z } from 'zod';
import type { Endpoints } from './Endpoint';
import { done } from './shapes';

export const errorSchema = z
  .object({ error: z.object({ name: z.string(), message: z.string() }) })
  .describe('What went wrong');

const named: Record<string, z.ZodType> = {
  ApplicationDeployment: applicationDeploymentSchema,
  ApplicationDetails: applicationDetailsSchema,
  Cause: causeSchema,
  ClaimProblem: claimProblemSchema,
  ClaimProblems: claimProblemsSchema,
  Done: done,
  Environment: environmentSchema,
  EnvironmentDeployment: environmentDeploymentSchema,
  Error: errorSchema,
  Fleet: fleetSchema,
  FleetService: fleetServiceSchema,
  Freeze: freezeSchema,
  FreezeAnswer: freezeAnswerSchema,
  FreezeRequest: freezeRequestSchema,
  Freezes: freezesSchema,
  GateAnswer: gateAnswerSchema,
  Instance: instanceSchema,
  Promotion: promotionSchema,
  PromotionAnswer: promotionAnswerSchema,
  PromotionItem: promotionItemSchema,
  PromotionPage: promotionPageSchema,
  PromotionPlan: promotionPlanSchema,
  PromotionPullRequest: promotionPullRequestSchema,
  PromotionRequest: promotionRequestSchema,
  Release: releaseSchema,
  ReleaseAnswer: releaseAnswerSchema,
  ReleasePlan: releasePlanSchema,
  ReleaseRequest: releaseRequestSchema,
  Service: serviceSchema,
  ServiceDeployments: serviceDeploymentsSchema,
  Transition: transitionSchema,
};

const options = {
  // An answer may have more in a later version, so its objects stay open
  io: 'input',
  // Zod adds bounds to `integer` and patterns to formats, which are redundant
  override({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) {
    if (jsonSchema.format) delete jsonSchema.pattern;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER)
      delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER)
      delete jsonSchema.maximum;
  },
} as const;

/** The schemas of an OpenAPI description that are referred to by name. */
export class Components {
  readonly #names = z.registry<{ id: string }>();

  /** What `named` does not have is named after the operation that takes or answers it. */
  constructor(endpoints: Endpoints) {
    for (const [id, schema] of Object.entries(named))
      this.#names.add(schema, { id });
    for (const [operation, { body, answer }] of Object.entries(endpoints)) {
      const id = operation[0].toUpperCase() + operation.slice(1);
      if (body && !this.#names.has(body))
        this.#names.add(body, { id: `${id}Request` });
      if (!this.#names.has(answer))
        this.#names.add(answer, { id: `${id}Answer` });
    }
  }

  /** A body of this schema, by its name. */
  jsonOf(schema: z.ZodType) {
    const $ref = uriOf(this.#names.get(schema)!.id);
    return { 'application/json': { schema: { $ref } } };
  }

  schemas(): Record<string, object> {
    const { schemas } = z.toJSONSchema(this.#names, { ...options, uri: uriOf });
    return Object.fromEntries(
      Object.entries(schemas).map(([id, { $id, $schema, ...schema }]) => [
        id,
        schema,
      ]),
    );
  }
}

/** One schema by itself, without names. */
export function jsonSchemaOf(schema: z.ZodType) {
  const { $schema, ...rest } = z.toJSONSchema(schema, options);
  return rest;
}

function uriOf(name: string): string {
  return `#/components/schemas/${name}`;
}
