import { Application } from '../Application';
import { Dialect } from './versions';

/** An Application as a server of this version knows it: before 3.1 a result names no images. */
export function forVersion(
  application: Application,
  dialect: Dialect,
): Application {
  const { operationState } = application.status;
  if (dialect.hasResultImages || !operationState?.syncResult)
    return application;
  const resources = operationState.syncResult.resources.map(
    ({ images, ...resource }) => resource,
  );
  return {
    ...application,
    status: {
      ...application.status,
      operationState: {
        ...operationState,
        syncResult: { ...operationState.syncResult, resources },
      },
    },
  };
}
