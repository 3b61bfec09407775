import type { DifferenceLine } from 'backstage-plugin-gitops-common';
import type { AgentActionsOptions } from './AgentActionsOptions';
import { readsOnly, route, Zod } from './inputs';

const planOutput = (z: Zod) =>
  z.object({
    plan: z.string().describe('Id of the plan, to be passed on to promote'),
    version: z.string().describe('Version that would move'),
    running: z.string().nullable().describe('Version that runs in the target'),
    isBlocked: z
      .boolean()
      .describe('Whether promote would be refused because a gate blocks'),
    gates: z.array(
      z.object({
        gate: z.string(),
        result: z.enum(['pass', 'warn', 'block']),
        sentence: z.string(),
      }),
    ),
    files: z
      .array(
        z.object({
          repository: z.string(),
          path: z.string(),
          removed: z.array(z.string()),
          added: z.array(z.string()),
        }),
      )
      .describe('Lines that would change'),
    underWay: z
      .string()
      .nullable()
      .describe('Id of a promotion that is under way to the same environment'),
    consequence: z.string().describe('What promote would do'),
  });

export function planPromotion({ registry, calls }: AgentActionsOptions): void {
  registry.register({
    name: 'plan-promotion',
    title: 'Plan a promotion',
    description:
      'Use this before promote, to see what a promotion would change and whether a gate blocks it. Returns the id of the plan, the lines that would change in each file, and what each gate says. Writes nothing.',
    attributes: readsOnly,
    schema: { input: z => z.object(route(z)), output: planOutput },
    async action({ input, credentials }) {
      const plan = await calls.plans.plan(input, credentials);
      return {
        output: {
          plan: plan.id,
          version: plan.version,
          running: plan.target.running,
          isBlocked: plan.gates.some(({ result }) => result === 'block'),
          gates: plan.gates.map(({ gate, result, sentence }) => ({
            gate,
            result,
            sentence,
          })),
          files: plan.changes.flatMap(({ repository, files }) =>
            files.map(({ path, hunks }) => ({
              repository,
              path,
              removed: linesOf('removed', hunks),
              added: linesOf('added', hunks),
            })),
          ),
          underWay: plan.underWay?.id ?? null,
          consequence: plan.consequence.sentence,
        },
      };
    },
  });
}

function linesOf(
  kind: DifferenceLine['kind'],
  hunks: readonly DifferenceLine[][],
): string[] {
  return hunks
    .flat()
    .filter(line => line.kind === kind)
    .map(line => line.text);
}
