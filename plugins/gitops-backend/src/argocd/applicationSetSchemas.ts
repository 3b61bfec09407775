import { z } from 'zod';
import { listOf, text, words } from './values';

const setConditions = listOf(
  z.object({
    type: text,
    status: text,
    message: words,
    lastTransitionTime: text,
  }),
);

/** How Applications are rolled out step by step. */
const applicationStatus = z.object({ status: text, step: text });

/** Of all of them, what each says of itself: its generated resources can be thousands. */
export const applicationSetList = z.object({
  items: listOf(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string() }),
      spec: z
        .object({
          strategy: z
            .object({
              rollingSync: z.object({ steps: listOf(z.unknown()) }).nullish(),
            })
            .nullish(),
        })
        .nullish(),
      status: z
        .object({
          conditions: setConditions,
          applicationStatus: listOf(applicationStatus),
        })
        .nullish(),
    }),
  ),
});

export type ListedApplicationSet = z.infer<
  typeof applicationSetList
>['items'][number];

export const applicationSet = z.object({
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z
    .looseObject({
      strategy: z
        .object({
          type: text,
          rollingSync: z
            .object({
              steps: listOf(
                z.object({
                  matchExpressions: listOf(
                    z.object({
                      key: text,
                      operator: text,
                      values: listOf(z.string()),
                    }),
                  ),
                }),
              ),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  status: z
    .object({
      conditions: setConditions,
      applicationStatus: listOf(
        z.object({
          application: z.string(),
          status: text,
          step: text,
          lastTransitionTime: text,
          targetRevisions: listOf(z.string()),
        }),
      ),
    })
    .nullish(),
});
export type ApplicationSet = z.infer<typeof applicationSet>;
