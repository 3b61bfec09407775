import type { z as zod } from 'zod/v3';
import { usualLayout } from '../names/layout';

type Z = typeof zod;

/** The folder of the workspace that stands for the GitOps repository, if a template names none. */
export const USUAL_TARGET = 'gitops';

/** Inputs that several actions have, under the same names. */
export const inputs = {
  service: (z: Z) =>
    z.string({ description: 'Name of the service, as in the catalog' }),
  environments: (z: Z) =>
    z.array(z.string(), {
      description: 'Names of environments, in their order',
    }),
  repository: (z: Z) =>
    z
      .string({
        description:
          'Address of the GitOps repository. Without it, only what the task has written is looked at',
      })
      .optional(),
  branch: (z: Z) =>
    z
      .string({
        description:
          'The branch that Argo CD follows. Default: the default branch',
      })
      .optional(),
  targetPath: (z: Z) =>
    z
      .string({
        description: `Folder of the workspace that stands for the GitOps repository. Default: ${USUAL_TARGET}`,
      })
      .optional(),
  paths: (z: Z) =>
    z
      .object({
        base: z
          .string({
            description: `What environments share. Default: ${usualLayout.base}`,
          })
          .optional(),
        overlay: z
          .string({
            description: `What one environment adds. Default: ${usualLayout.overlay}`,
          })
          .optional(),
      })
      .optional(),
  runAsNonRoot: (z: Z) =>
    z
      .boolean({
        description:
          'Whether Kubernetes refuses to start the image as root. Default: true. Switch it off for images that need to be root',
      })
      .optional(),
  plainFolder: (z: Z) =>
    z
      .boolean({
        description:
          'The folder needs no kustomization: an Application has it as a source of its own, as beside a chart. Default: false, and a file that nothing would deploy is refused',
      })
      .optional(),
};

/** The output that all writers have. */
export const files = (z: Z) =>
  z.array(z.string(), {
    description: 'Paths from the root of the GitOps repository',
  });
