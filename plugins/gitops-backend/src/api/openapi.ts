import type { z } from 'zod';
import { applicationSetEndpoints } from './applicationSetRoutes';
import { argoCdEndpoints } from './argoCdRoutes';
import { changesEndpoints } from './changesRoutes';
import { claimEndpoints } from './claimRoutes';
import { Components, errorSchema, jsonSchemaOf } from './Components';
import { deploymentEndpoints } from './deploymentRoutes';
import type { Endpoint, Endpoints } from './Endpoint';
import { fleetEndpoints } from './fleetRoutes';
import { freezeEndpoints } from './freezeRoutes';
import { historyEndpoints } from './historyRoutes';
import { metricsEndpoints } from './metricsRoutes';
import { promotionEndpoints } from './promotionEndpoints';
import { promotionListEndpoints } from './promotionListRoutes';
import { releaseEndpoints } from './releaseRoutes';
import { serviceEndpoints } from './serviceRoutes';
import { templateEndpoints } from './templateRoutes';

const endpoints: Endpoints = {
  ...serviceEndpoints,
  ...deploymentEndpoints,
  ...historyEndpoints,
  ...metricsEndpoints,
  ...changesEndpoints,
  ...claimEndpoints,
  ...applicationSetEndpoints,
  ...fleetEndpoints,
  ...promotionListEndpoints,
  ...promotionEndpoints,
  ...releaseEndpoints,
  ...freezeEndpoints,
  ...argoCdEndpoints,
  ...templateEndpoints,
};
const components = new Components(endpoints);

function paths() {
  const all: Record<string, Record<string, object>> = {};
  for (const [operationId, endpoint] of Object.entries(endpoints)) {
    const { path, method } = endpoint;
    all[path] = { ...all[path], [method]: operation(operationId, endpoint) };
  }
  return all;
}

function operation(
  operationId: string,
  { description, params, query, body, answer, makes, mediaType }: Endpoint,
) {
  const success = {
    description: answer.description,
    headers: {
      ETag: {
        description: 'Send it back in If-None-Match: unchanged answers are 304',
        schema: { type: 'string' },
      },
    },
    content: mediaType
      ? { [mediaType]: { schema: jsonSchemaOf(answer) } }
      : components.jsonOf(answer),
  };
  return {
    operationId,
    description,
    parameters: [...parameters('path', params), ...parameters('query', query)],
    ...(body && {
      requestBody: {
        required: isRequired(body, {}),
        content: components.jsonOf(body),
      },
    }),
    responses: {
      200: success,
      ...(makes && { 201: success }),
      default: {
        description: errorSchema.description,
        content: components.jsonOf(errorSchema),
      },
    },
  };
}

function parameters(place: 'path' | 'query', parts: z.ZodObject | undefined) {
  const shape: Record<string, z.ZodType> = parts?.shape ?? {};
  return Object.entries(shape).map(([name, part]) => {
    const { description, ...schema } = jsonSchemaOf(part);
    const required = isRequired(part, undefined);
    return { name, in: place, required, description, schema };
  });
}

/** Whether something has to be sent. */
function isRequired(schema: z.ZodType, absent: unknown): boolean {
  return !schema.safeParse(absent).success;
}

/** The API's description: it is made of the schemas that requests are validated with. */
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
  paths: paths(),
  components: {
    securitySchemes: {
      backstage: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    },
    schemas: components.schemas(),
  },
};
