import type { Draft } from '../draft/Draft';
import { DEFAULT_GROUP } from '../draft/groupedManifests';
import { serviceFiles } from '../draft/serviceFiles';
import { defaultLayout } from '../names/layout';
import { DEFAULT_VALUES } from './deploymentFields';
import { optionalString, ValuesOf } from './fields';
import { inputs } from './inputs';
import { DEFAULT_ENTRY } from './newApplicationSet';
import { setFields } from './setFields';

/** Inputs that say where a repository has what is of a service. */
export const serviceFields = {
  file: setFields.file,
  entryPath: setFields.entryPath,
  groupPath: optionalString(
    `Folder of what an App of Apps deploys for an environment (default: \`${DEFAULT_GROUP}\`)`,
  ),
  valuesPath: optionalString(
    `File of Helm values (default: \`${DEFAULT_VALUES}\`)`,
  ),
  paths: inputs.paths,
};

/** What the repository has of a service, by these inputs. */
export function filesOf(
  draft: Draft,
  service: string,
  input: ValuesOf<typeof serviceFields>,
) {
  return serviceFiles(draft, service, {
    ...defaultLayout,
    ...input.paths,
    entry: input.entryPath ?? DEFAULT_ENTRY,
    valuesFile: input.valuesPath ?? DEFAULT_VALUES,
  });
}
