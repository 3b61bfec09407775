import { displayName, displayVersion } from '../text/displayText';
import { Translate } from '../translations/useGitopsTranslation';
import { ArgoCdRequest } from './requests';
import { Asked } from './useArgoCdRequest';

/** What can be asked for, in a menu of the Application. */
export function requestText(request: ArgoCdRequest, t: Translate): string {
  return request.action === 'sync'
    ? t('actions.sync', { revision: displayVersion(request.revision) })
    : t(`actions.${request.action}`);
}

/** Asks whether it is to be done. */
export function questionText(request: ArgoCdRequest, t: Translate): string {
  return t('actions.question', {
    application: displayName(request.application.name),
    revision: request.action === 'sync' ? displayVersion(request.revision) : '',
  });
}

/** How it goes with what was asked for. */
export function outcomeText({ request, status }: Asked, t: Translate): string {
  const application = displayName(request.application.name);
  return request.action === 'sync'
    ? t(`actions.${status}.sync`, {
        application,
        revision: displayVersion(request.revision),
      })
    : t(`actions.${status}.${request.action}`, { application });
}
