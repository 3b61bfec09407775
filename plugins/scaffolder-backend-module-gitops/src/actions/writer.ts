import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  createTemplateAction,
  TemplateExample,
} from '@backstage/plugin-scaffolder-node';
import type { Draft } from '../draft/Draft';
import { addToPin, givenOrPinned, Pin, readPin } from '../draft/pin';
import { checkEnvironments, checkServiceName } from '../names/serviceName';
import type { ActionOptions } from './ActionOptions';
import type { Fields, ValuesOf } from './fields';
import { DEFAULT_TARGET, files, inputs } from './inputs';
import { openDraft } from './openDraft';

/** Inputs of every writer. */
const common = {
  service: inputs.service,
  repository: inputs.repository,
  branch: inputs.branch,
  targetPath: inputs.targetPath,
};

/** An action that writes files for the GitOps repository: of one service, or of several. */
interface Writer<I extends Fields, O extends Fields> {
  id: string;
  description: string;
  examples: TemplateExample[];
  /** Its input names the services: it has no `service` */
  isOfMany?: boolean;
  /** Without what every writer has; with `environments` where it writes for each of them */
  input: I;
  /** Without `files` */
  output?: O;
  /** What can be refused before anything is read. @throws InputError */
  check?(input: ValuesOf<I>): void | Promise<void>;
  /** Answers the outputs; `files` if they are others than those that the draft was given. */
  write(writing: {
    input: ValuesOf<I>;
    /** Empty where it is of several */
    service: string;
    /** None where the writer has no such input */
    environments: string[];
    draft: Draft;
    logger: LoggerService;
    /** What earlier steps of the task have settled */
    settled: Pin;
    /** Keeps something for the steps behind this one */
    settle(more: Pin): Promise<void>;
  }): Promise<ValuesOf<O> & { files?: string[] }>;
}

export function writer<I extends Fields, O extends Fields = {}>(
  options: ActionOptions,
  action: Writer<I, O>,
) {
  const { service, ...where } = common;
  const schema: Record<'input' | 'output', Fields> = {
    input: {
      ...(action.isOfMany ? {} : { service }),
      ...action.input,
      ...where,
    },
    output: { files, ...action.output },
  };
  return createTemplateAction({
    id: action.id,
    description: action.description,
    examples: action.examples,
    supportsDryRun: true,
    schema,
    async handler(ctx) {
      const { logger, workspacePath } = ctx;
      const input = ctx.input as ValuesOf<I & typeof common>;
      const { targetPath = DEFAULT_TARGET } = input;
      const settled = await readPin(workspacePath, targetPath);
      const names = action.isOfMany
        ? { service: '', environments: [] }
        : namesOf(input, settled, schema.input);
      await action.check?.(input);
      const draft = await openDraft(options, ctx);
      const output = await action.write({
        input,
        ...names,
        draft,
        logger,
        settled,
        settle: more => addToPin(workspacePath, targetPath, more),
      });
      const { files: written = draft.added } = output;
      if (written.length > 0) logger.info(`Wrote ${written.join(', ')}`);
      for (const [name, value] of Object.entries({ ...output, files: written }))
        ctx.output(name, value);
    },
  });
}

/** For what is written: as the input says, or as an earlier step of the task has checked. */
export function namesOf(
  input: { service?: string; environments?: string[] },
  settled: Pin,
  fields: Fields,
): { service: string; environments: string[] } {
  const service = givenOrPinned('service', input.service, settled.service);
  const environments = fields.environments
    ? givenOrPinned('environments', input.environments, settled.environments)
    : [];
  if (fields.environments) checkEnvironments(environments);
  checkServiceName(service, environments);
  return { service, environments };
}
