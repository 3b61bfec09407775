/** The API's description: it is served, and requests are validated against it. */

const name = { type: 'string', minLength: 1, maxLength: 253 } as const;
const text = { type: 'string' } as const;
const nullableText = { type: ['string', 'null'] } as const;
const time = { type: ['string', 'null'], format: 'date-time' } as const;

const pathParameter = <const N extends string>(
  parameter: N,
  description: string,
) =>
  ({
    name: parameter,
    in: 'path',
    required: true,
    description,
    schema: name,
  } as const);

const answer = (description: string, schema: string) =>
  ({
    '200': {
      description,
      headers: {
        ETag: {
          schema: text,
          description:
            'Send it back in If-None-Match: unchanged answers are 304',
        },
      },
      content: {
        'application/json': {
          schema: { $ref: `#/components/schemas/${schema}` },
        },
      },
    },
    default: {
      description: 'What went wrong',
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/Error' } },
      },
    },
  } as const);

const cause = {
  type: 'object',
  properties: {
    code: { type: 'string', description: 'Such as imagePull or syncWindow' },
    params: { type: 'object', description: 'What its sentence tells' },
  },
  required: ['code', 'params'],
} as const;

const status = {
  state: {
    type: 'string',
    enum: [
      'healthy',
      'deploying',
      'waiting',
      'suspended',
      'notDeployed',
      'outOfSync',
      'unknown',
      'degraded',
      'failed',
    ],
  },
  cause: {
    oneOf: [{ type: 'null' }, cause],
    description: 'Why it is in this state, as data',
  },
  remarks: {
    type: 'array',
    items: cause,
    description: 'What is true besides',
  },
  reason: {
    ...nullableText,
    description: 'cause and remarks as English text',
  },
  since: { ...time, description: 'Since when the state holds' },
  running: {
    ...nullableText,
    description:
      'The version that serves requests, hooks not counted. Null where nothing runs or it is not known',
  },
  wanted: { ...nullableText, description: 'The version that Git asks for' },
  nothingRuns: {
    type: 'boolean',
    description: 'Whether it is known that nothing runs',
  },
  staleSince: {
    ...time,
    description: 'Since when this is the last known state, not the present one',
  },
} as const;

const requestBody = (schema: string) =>
  ({
    required: true,
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${schema}` },
      },
    },
  } as const);

const promotionId = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Identity of the promotion',
  schema: { type: 'string', format: 'uuid' },
} as const;

const servicePath = [
  pathParameter('kind', "The entity's kind"),
  pathParameter('namespace', "The entity's namespace"),
  pathParameter('name', "The entity's name"),
];

const applicationPath = [
  pathParameter('instance', 'Name of the Argo CD instance'),
  pathParameter('namespace', 'Namespace of the Application'),
  pathParameter('application', 'Name of the Application'),
];

/** A call that does something with one promotion. */
const promotionCall = (
  operationId: string,
  description: string,
  schema: string,
  body?: string,
) =>
  ({
    post: {
      operationId,
      description,
      parameters: [promotionId],
      ...(body ? { requestBody: requestBody(body) } : {}),
      responses: answer(description, schema),
    },
  } as const);

const applicationCall = (
  operationId: string,
  description: string,
  body?: string,
) =>
  ({
    post: {
      operationId,
      description,
      parameters: applicationPath,
      ...(body ? { requestBody: requestBody(body) } : {}),
      responses: answer(description, 'Done'),
    },
  } as const);

const entityRef = {
  type: 'string',
  minLength: 1,
  maxLength: 400,
  pattern: '^[^\\s]+$',
  description: 'Reference of the entity: component:default/orders',
} as const;
const reason = {
  type: 'string',
  minLength: 1,
  maxLength: 2000,
  // PostgreSQL keeps no NUL in a text
  pattern: '^[^\\u0000]*$',
  description: 'Goes into the commit, the pull request and the audit log',
} as const;
const override = {
  type: 'array',
  items: { type: 'string', maxLength: 63 },
  maxItems: 50,
  description:
    'Names of the gates that were seen to block and are overridden, as in the plan; needs gitops.promotion.override. Another one that blocks by then is 409',
} as const;
const overrideAll = {
  type: 'boolean',
  description:
    'Goes on in spite of all gates that block and can be overridden, as no plan is shown; needs gitops.promotion.override',
} as const;
const plan = {
  type: 'string',
  maxLength: 100,
  description:
    'Id of the plan that was seen: refused with 409 where it is another by now',
} as const;

const object = <const P extends object>(properties: P) =>
  ({ type: 'object', properties, required: Object.keys(properties) } as const);
const listOf = <const S extends object>(items: S) =>
  ({ type: 'array', items } as const);

/** Of a request: nothing else may be in it. */
const closed = <const P extends object>(properties: P) =>
  ({ ...object(properties), additionalProperties: false } as const);
const nullable = <const S extends object>(schema: S) =>
  ({ oneOf: [{ type: 'null' }, schema] } as const);

const promotedVersion = {
  ...object({
    name: text,
    from: text,
    to: text,
    fromDigest: text,
    toDigest: text,
  }),
  required: ['name', 'from', 'to'],
};

const freshness = {
  name: text,
  staleSince: time,
  reason: nullableText,
} as const;

export const openapi = {
  openapi: '3.1.0',
  info: {
    title: 'GitOps',
    version: '1',
    description:
      'What runs of each service in each environment, judged from what Argo CD reports.',
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0',
    },
  },
  servers: [{ url: '/' }],
  security: [{ backstage: [] }],
  paths: {
    '/v1/environments': {
      get: {
        operationId: 'environments',
        description: 'The environments in the order of promotion.',
        responses: answer('The environments', 'EnvironmentList'),
      },
    },
    '/v1/instances': {
      get: {
        operationId: 'instances',
        description:
          'The Argo CD instances: connection, last list, counts, staleness. Needs gitops.instance.read.',
        responses: answer('The instances', 'InstanceList'),
      },
    },
    '/v1/services/{kind}/{namespace}/{name}/deployments': {
      get: {
        operationId: 'serviceDeployments',
        description:
          'What runs of a service in every environment that the caller may see. Answered from memory.',
        parameters: [
          pathParameter('kind', "The entity's kind"),
          pathParameter('namespace', "The entity's namespace"),
          pathParameter('name', "The entity's name"),
        ],
        responses: answer('The deployments', 'ServiceDeployments'),
      },
    },
    '/v1/deployments/{instance}/{namespace}/{application}': {
      get: {
        operationId: 'applicationDetails',
        description: 'All that is shown of one Application, read from Argo CD.',
        parameters: [
          pathParameter('instance', 'Name of the Argo CD instance'),
          pathParameter('namespace', 'Namespace of the Application'),
          pathParameter('application', 'Name of the Application'),
        ],
        responses: answer('The details', 'ApplicationDetails'),
      },
    },
    '/v1/services/{kind}/{namespace}/{name}/transitions': {
      get: {
        operationId: 'transitions',
        description:
          'What is between the environments of a service: what may move, what moves, what moved by itself.',
        parameters: servicePath,
        responses: answer('The transitions', 'TransitionList'),
      },
    },
    '/v1/services/{kind}/{namespace}/{name}/workflow': {
      post: {
        operationId: 'runWorkflow',
        description:
          "Runs an environment's promotion workflow for a version. Needs gitops.workflow.run.",
        parameters: servicePath,
        requestBody: requestBody('WorkflowRequest'),
        responses: answer('It was asked for', 'Done'),
      },
    },
    '/v1/promotions/plan': {
      post: {
        operationId: 'planPromotion',
        description:
          'What a promotion would do: files, exact difference, gates. Writes nothing.',
        requestBody: requestBody('PlanRequest'),
        responses: answer('The plan', 'PromotionPlan'),
      },
    },
    '/v1/promotions': {
      get: {
        operationId: 'promotions',
        description: 'Promotions of a service, newest first, at most 50.',
        parameters: [
          {
            name: 'service',
            in: 'query',
            required: true,
            // As references are written: component:default/orders
            allowReserved: true,
            schema: entityRef,
          },
          { name: 'to', in: 'query', required: false, schema: name },
        ],
        responses: answer('The promotions', 'PromotionList'),
      },
      post: {
        operationId: 'promote',
        description:
          'Requests a promotion by pull request. Asked twice, it answers the same one. Needs gitops.promotion.create.',
        requestBody: requestBody('PromotionRequest'),
        responses: answer('The promotion', 'PromotionAnswer'),
      },
    },
    '/v1/promotions/{id}': {
      get: {
        operationId: 'promotion',
        description: 'One promotion. Needs gitops.promotion.read.',
        parameters: [promotionId],
        responses: answer('The promotion', 'Promotion'),
      },
    },
    '/v1/promotions/{id}/close': promotionCall(
      'closePromotion',
      'Closes the pull request without merging.',
      'Promotion',
    ),
    '/v1/promotions/{id}/merge': promotionCall(
      'mergePromotion',
      'Merges the pull request as it was opened. Needs gitops.promotion.merge.',
      'Promotion',
    ),
    '/v1/promotions/{id}/retry': promotionCall(
      'retryPromotion',
      'Plans anew and requests that, with the same reason.',
      'PromotionAnswer',
    ),
    '/v1/promotions/{id}/rollback': promotionCall(
      'rollbackPromotion',
      'Requests the version before, by pull request.',
      'PromotionAnswer',
      'RollbackRequest',
    ),
    '/v1/promotions/{id}/rollback/plan': promotionCall(
      'planRollback',
      'What rolling back would do. Writes nothing.',
      'PromotionPlan',
    ),
    '/v1/releases': {
      post: {
        operationId: 'release',
        description:
          'Requests promotions of several services of one repository, in one pull request.',
        requestBody: requestBody('ReleaseRequest'),
        responses: answer('The promotions', 'ReleaseAnswer'),
      },
    },
    '/v1/deployments/{instance}/{namespace}/{application}/refresh':
      applicationCall(
        'refreshApplication',
        'Has Argo CD compare with Git again. Needs gitops.application.refresh.',
      ),
    '/v1/deployments/{instance}/{namespace}/{application}/sync':
      applicationCall(
        'syncApplication',
        'Syncs to the revision that was shown. Needs gitops.application.sync.',
        'SyncRequest',
      ),
    '/v1/deployments/{instance}/{namespace}/{application}/refresh-secrets':
      applicationCall(
        'refreshSecrets',
        'Has ExternalSecrets read from their store again: one, or all of the Application. Needs gitops.secret.refresh.',
        'RefreshSecretsRequest',
      ),
  },
  components: {
    securitySchemes: {
      backstage: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    },
    schemas: {
      Error: object({ error: object({ name: text, message: text }) }),
      EnvironmentList: object({
        items: listOf(
          object({
            name: text,
            title: text,
            order: { type: 'integer' },
            from: listOf(text),
            promotion: {
              type: ['string', 'null'],
              enum: ['imageUpdater', 'workflow', 'pullRequest', null],
            },
          }),
        ),
      }),
      InstanceList: object({
        items: listOf(
          object({
            ...freshness,
            url: text,
            status: {
              type: 'string',
              enum: ['connecting', 'connected', 'stale'],
            },
            advice: nullableText,
            lastList: time,
            lastEvent: time,
            applications: { type: 'integer' },
            malformed: { type: 'integer' },
          }),
        ),
      }),
      ApplicationDeployment: object({
        ...status,
        instance: text,
        namespace: text,
        name: text,
        project: text,
        sync: nullableText,
        health: nullableText,
        operationPhase: nullableText,
        revision: nullableText,
        images: listOf(text),
        url: text,
      }),
      ServiceDeployments: object({
        service: text,
        environments: listOf(
          object({
            environment: text,
            title: text,
            ...status,
            applications: listOf({
              $ref: '#/components/schemas/ApplicationDeployment',
            }),
          }),
        ),
        selector: text,
        instances: listOf(object(freshness)),
        problems: listOf(
          object({
            code: {
              type: 'string',
              enum: [
                'unreadable',
                'nothingByName',
                'ownedByOther',
                'sharedClaim',
                'ambiguousName',
              ],
            },
            annotation: text,
            message: text,
          }),
        ),
        isRestricted: { type: 'boolean' },
      }),
      Done: object({ done: { type: 'boolean' } }),
      WorkflowRequest: closed({
        to: name,
        version: { ...name, pattern: '^[A-Za-z0-9._+@:-]+$' },
      }),
      SyncRequest: closed({
        revision: { ...name, pattern: '^[A-Za-z0-9._+/-]+$' },
      }),
      RefreshSecretsRequest: {
        ...closed({ externalSecret: name }),
        required: [],
      },
      PlanRequest: {
        ...closed({ service: entityRef, from: name, to: name }),
        additionalProperties: true,
      },
      PromotionRequest: {
        ...closed({
          service: entityRef,
          from: name,
          to: name,
          reason,
          plan,
          override,
        }),
        required: ['service', 'from', 'to', 'reason'],
      },
      RollbackRequest: {
        ...closed({ reason, plan, override }),
        required: ['reason'],
      },
      ReleaseRequest: {
        ...closed({
          services: { ...listOf(entityRef), minItems: 1, maxItems: 500 },
          from: name,
          to: name,
          reason,
          override: overrideAll,
        }),
        required: ['services', 'from', 'to', 'reason'],
      },
      ReleaseAnswer: object({
        promotions: listOf({ $ref: '#/components/schemas/Promotion' }),
        made: { type: 'boolean' },
      }),
      PromotionAnswer: object({
        promotion: { $ref: '#/components/schemas/Promotion' },
        made: {
          type: 'boolean',
          description: 'False where it had been requested before',
        },
      }),
      PromotionList: object({
        items: listOf({ $ref: '#/components/schemas/Promotion' }),
      }),
      TransitionList: object({
        items: listOf(
          object({
            from: nullableText,
            to: text,
            mode: {
              type: ['string', 'null'],
              enum: ['imageUpdater', 'workflow', 'pullRequest', null],
            },
            version: nullableText,
            state: {
              type: 'string',
              enum: ['nothing', 'available', 'waiting', 'underWay'],
            },
            reason: nullableText,
            promotion: nullable({ $ref: '#/components/schemas/Promotion' }),
            last: nullable({ $ref: '#/components/schemas/Promotion' }),
            commit: nullable(
              object({
                sha: text,
                subject: text,
                author: text,
                at: time,
                url: text,
              }),
            ),
            run: nullable(
              object({
                title: text,
                state: text,
                ref: text,
                actor: nullableText,
                startedAt: time,
                finishedAt: time,
                url: text,
              }),
            ),
            isPermitted: { type: 'boolean' },
            actions: listOf({
              type: 'string',
              enum: ['refresh', 'sync', 'refreshSecrets'],
            }),
            problem: nullableText,
          }),
        ),
      }),
      GateAnswer: object({
        gate: text,
        result: { type: 'string', enum: ['pass', 'warn', 'block'] },
        sentence: text,
        canOverride: { type: 'boolean' },
      }),
      PromotionPlan: object({
        id: text,
        service: text,
        kind: { type: 'string', enum: ['promotion', 'rollback'] },
        from: text,
        to: text,
        versions: listOf(promotedVersion),
        version: text,
        running: nullableText,
        healthySince: time,
        changes: listOf(
          object({
            repository: text,
            url: text,
            branch: text,
            base: text,
            files: listOf(
              object({
                path: text,
                hunks: listOf(
                  listOf(
                    object({
                      kind: {
                        type: 'string',
                        enum: ['context', 'removed', 'added'],
                      },
                      text,
                      before: { type: ['integer', 'null'] },
                      after: { type: ['integer', 'null'] },
                    }),
                  ),
                ),
              }),
            ),
          }),
        ),
        gates: listOf({ $ref: '#/components/schemas/GateAnswer' }),
        canOverride: { type: 'boolean' },
        consequence: text,
        underWay: nullable({ $ref: '#/components/schemas/Promotion' }),
      }),
      Promotion: object({
        id: text,
        kind: { type: 'string', enum: ['promotion', 'rollback'] },
        service: text,
        from: text,
        to: text,
        versions: listOf(promotedVersion),
        version: text,
        previous: text,
        state: {
          type: 'string',
          enum: [
            'requested',
            'pullRequestOpen',
            'merged',
            'deploying',
            'succeeded',
            'failed',
            'closed',
            'superseded',
          ],
        },
        sentence: text,
        problem: nullableText,
        pullRequests: listOf(
          object({
            repository: text,
            number: { type: ['integer', 'null'] },
            url: nullableText,
            state: text,
            mergeCommit: nullableText,
            endedBy: nullableText,
            openedAt: time,
            endedAt: time,
            checks: nullable(
              object({
                passed: { type: 'integer' },
                failed: { type: 'integer' },
                pending: { type: 'integer' },
              }),
            ),
            approvedBy: listOf(text),
            others: { type: 'integer' },
          }),
        ),
        requestedBy: object({ ref: text, name: text }),
        reason: text,
        overridden: { type: 'boolean' },
        gates: listOf({ $ref: '#/components/schemas/GateAnswer' }),
        requestedAt: text,
        openedAt: time,
        mergedAt: time,
        deployingAt: time,
        endedAt: time,
        supersededBy: nullableText,
        rollsBack: nullableText,
        waves: listOf(
          object({
            wave: { type: 'integer' },
            kind: text,
            name: text,
            state: {
              type: 'string',
              enum: ['done', 'running', 'failed', 'notReached'],
            },
            message: nullableText,
          }),
        ),
        applications: listOf(object({ name: text, url: text })),
        can: object({
          close: { type: 'boolean' },
          retry: { type: 'boolean' },
          rollback: { type: 'boolean' },
          merge: { type: 'boolean' },
        }),
      }),
      ApplicationDetails: object({
        deployment: { $ref: '#/components/schemas/ApplicationDeployment' },
        source: listOf(
          object({
            repository: text,
            path: nullableText,
            targetRevision: nullableText,
          }),
        ),
        automatedSync: { type: 'boolean' },
        applicationSet: nullableText,
        operation: {
          oneOf: [
            { type: 'null' },
            object({
              phase: text,
              message: nullableText,
              revision: nullableText,
              startedAt: time,
              finishedAt: time,
              initiatedBy: nullableText,
              retries: { type: 'integer' },
            }),
          ],
        },
        conditions: listOf(object({ type: text, message: text, since: time })),
        resources: listOf(
          object({
            group: text,
            kind: text,
            namespace: text,
            name: text,
            wave: { type: 'integer' },
            hook: nullableText,
            sync: nullableText,
            health: nullableText,
            operationPhase: nullableText,
            message: nullableText,
            images: listOf(text),
          }),
        ),
        history: listOf(
          object({
            id: { type: 'integer' },
            revision: nullableText,
            deployedAt: time,
            startedAt: time,
            initiatedBy: nullableText,
          }),
        ),
        secretKeys: listOf(
          object({
            externalSecret: text,
            key: text,
            remoteKey: text,
            remoteProperty: nullableText,
            store: text,
            state: {
              type: 'string',
              enum: ['ready', 'missing', 'notConfirmed'],
            },
            refreshedAt: time,
          }),
        ),
        syncWindows: listOf(
          object({
            kind: text,
            schedule: text,
            duration: text,
            active: { type: 'boolean' },
          }),
        ),
        unavailable: listOf(object({ part: text, reason: text })),
      }),
    },
  },
} as const;
