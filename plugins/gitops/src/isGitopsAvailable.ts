import { Entity } from '@backstage/catalog-model';
import { gitopsAnnotations } from 'backstage-plugin-gitops-common';

const typesThatAreNotDeployed = ['library', 'documentation'];

/**
 * True for entities that Argo CD may deploy: those of any kind that name their Applications by an
 * annotation, and all other components but libraries and documentation, since Applications are
 * found by their label too.
 *
 * @public
 */
export function isGitopsAvailable(entity: Entity): boolean {
  const annotations = entity.metadata.annotations ?? {};
  if (
    [gitopsAnnotations.appName, gitopsAnnotations.appSelector].some(
      name => annotations[name],
    )
  )
    return true;
  if (entity.kind.toLocaleLowerCase('en-US') !== 'component') return false;
  const type = entity.spec?.type;
  return (
    typeof type !== 'string' ||
    !typesThatAreNotDeployed.includes(type.toLocaleLowerCase('en-US'))
  );
}
