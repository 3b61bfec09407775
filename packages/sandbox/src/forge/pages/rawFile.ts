import { readObjects } from '../../git/objects';
import { isFilePath } from '../../git/refNames';
import { readTree } from '../../git/tree';
import { notFound } from '../ForgeError';
import { repositoryPage, type PageRoute } from './PageRoute';
import { splitRef } from './splitRef';

/** Files as they are. Always plain text, never run. */
export const rawRoutes: PageRoute[] = [
  repositoryPage('GET', '/raw/:kind/*place', async ({ repository, params }) => {
    const place = splitRef(repository, params.kind, params.place);
    const commit = place && (await repository.git.resolve(place.commit));
    if (!commit || !isFilePath(place.path)) throw notFound();
    const [entry] = await readTree(repository.git.dir, commit, {
      paths: [place.path],
    });
    const [object] =
      entry?.type === 'blob'
        ? await readObjects(repository.git.dir, [entry.sha])
        : [];
    if (!object) throw notFound();
    return { text: object.content };
  }),
];
