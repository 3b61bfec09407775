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
  reason: {
    ...nullableText,
    description: 'A sentence that a developer can act on',
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

const object = <const P extends object>(properties: P) =>
  ({ type: 'object', properties, required: Object.keys(properties) } as const);
const listOf = <const S extends object>(items: S) =>
  ({ type: 'array', items } as const);

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
        problems: listOf(object({ annotation: text, message: text })),
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
