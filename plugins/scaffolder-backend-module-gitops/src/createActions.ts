import type { ScaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import type { ActionOptions } from './actions/ActionOptions';
import { applicationSetAdd } from './actions/applicationSetAdd';
import { appOfAppsAdd } from './actions/appOfAppsAdd';
import { catalogRegister } from './actions/catalogRegister';
import { deploymentWrite } from './actions/deploymentWrite';
import { environmentAdd } from './actions/environmentAdd';
import { externalSecretWrite } from './actions/externalSecretWrite';
import { goldenPathUpgrade } from './actions/goldenPathUpgrade';
import { imageUpdaterWrite } from './actions/imageUpdaterWrite';
import { migrationJobWrite } from './actions/migrationJobWrite';
import { previewAdd } from './actions/previewAdd';
import { promoteWorkflowAdd } from './actions/promoteWorkflowAdd';
import { projectWrite } from './actions/projectWrite';
import { ownersAdd } from './actions/ownersAdd';
import { promotionWorkflowWrite } from './actions/promotionWorkflowWrite';
import { pullRequest } from './actions/pullRequest';
import { refuseSecrets } from './actions/refuseSecrets';
import { repositoryPublish } from './actions/repositoryPublish';
import { secretKeyAdd } from './actions/secretKeyAdd';
import { secretKeyRemove } from './actions/secretKeyRemove';
import { secretKeyRename } from './actions/secretKeyRename';
import { serviceCheck } from './actions/serviceCheck';
import { serviceMove } from './actions/serviceMove';
import { serviceRemove } from './actions/serviceRemove';
import { servicesClaim } from './actions/servicesClaim';
import { serviceWrite } from './actions/serviceWrite';
import { settingsChange } from './actions/settingsChange';
import { waitForHealthy } from './actions/waitForHealthy';

/** All actions, in the order in which a template uses them. */
export function createActions(
  options: ActionOptions,
): Parameters<ScaffolderActionsExtensionPoint['addActions']> {
  return [
    serviceCheck(options),
    serviceWrite(options),
    projectWrite(options),
    ownersAdd(options),
    deploymentWrite(options),
    externalSecretWrite(options),
    migrationJobWrite(options),
    applicationSetAdd(options),
    appOfAppsAdd(options),
    imageUpdaterWrite(options),
    promoteWorkflowAdd(options),
    promotionWorkflowWrite(options),
    goldenPathUpgrade(options),
    secretKeyAdd(options),
    secretKeyRename(options),
    secretKeyRemove(options),
    settingsChange(options),
    environmentAdd(options),
    previewAdd(options),
    serviceMove(options),
    serviceRemove(options),
    servicesClaim(options),
    refuseSecrets(options),
    repositoryPublish(options),
    pullRequest(options),
    catalogRegister(options),
    waitForHealthy(options),
  ];
}
