import { nameOfImage, repositoryOf } from '../../images';
import type { Search } from '../Locator';
import type { ApplicationManifests } from '../VersionPlace';

/** Whether a text has a name in it, however either is written: `ordersApi` has `orders-api`. */
export function hasName(text: string, name: string): boolean {
  const plain = (one: string) => one.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(text).includes(plain(name));
}

/**
 * Whether a text says that it is for one service: by the name of the service, of its Application's
 * label, or of an image that it runs. What has no such name may be for others as well.
 */
export function isForService(
  text: string,
  { labels }: Pick<ApplicationManifests, 'labels'>,
  { service, running }: Pick<Search, 'service' | 'running'>,
): boolean {
  return [
    service,
    labels['app.kubernetes.io/name'] ?? '',
    ...running.map(one => nameOfImage(repositoryOf(one))),
  ].some(name => name !== '' && hasName(text, name));
}
