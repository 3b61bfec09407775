import { ControlledApplication } from '../controller/ControlledApplication';
import { canonical, JsonObject } from '../Json';
import { unknown } from './errors';

/**
 * `GET …/manifests`: what Git asks for, hooks included, at the commit that is compared to, each as
 * JSON in JSON. Nothing else: not even the revision.
 *
 * @throws ApiError 500 where it can't be rendered
 */
export function renderedManifests({
  target,
  targetError = '',
}: ControlledApplication): JsonObject {
  if (!target)
    throw unknown(targetError.replace(/^.*?rpc error: code = \w+ desc = /, ''));
  return { manifests: target.manifests.map(canonical) };
}
