import { InputError } from '@backstage/errors';
import type { Draft } from '../draft/Draft';
import { manifestsIn } from '../draft/manifestsIn';
import { readExternalSecrets } from '../manifests/externalSecretKeys';

/** @throws InputError where an autoscaler decides how many Pods run */
export async function refuseAutoscaled(
  draft: Draft,
  folders: readonly string[],
): Promise<void> {
  for (const folder of folders)
    for await (const file of manifestsIn(
      draft,
      folder,
      'HorizontalPodAutoscaler',
      (_, path) => [path],
    ))
      throw new InputError(
        `${file} has an autoscaler, which decides how many Pods run: change its limits there`,
      );
}

/** @throws InputError for what is a secret key already: the setting would hide it */
export async function refuseHidden(
  draft: Draft,
  overlay: string,
  variables: readonly string[],
): Promise<void> {
  for await (const { file, keys } of manifestsIn(
    draft,
    overlay,
    'ExternalSecret',
    readExternalSecrets,
  )) {
    const hidden = keys.find(one => variables.includes(one.secretKey));
    if (hidden)
      throw new InputError(
        `${hidden.secretKey} is a secret key in ${file}, which a setting of that name would hide. Choose another name, or remove the key there first`,
      );
  }
}
