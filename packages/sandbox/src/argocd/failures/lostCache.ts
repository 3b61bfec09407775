import { answerJson, Failure } from './Failure';

const ofTree = /\/applications\/[^/]+\/resource-tree(\?|$)/;
const ofManagedResources = /\/applications\/[^/]+\/managed-resources(\?|$)/;
const ofResource = /\/applications\/[^/]+\/(resource\?|events\?.*resourceUID=)/;

/**
 * Redis is away or lost its data: lists, streams and Applications go on, what only the cache has
 * answers 500 until the controller writes it again.
 */
export const lostCache: Failure = {
  name: 'lost-cache',
  title: '500 for trees and managed resources: the cache is lost',
  options: {},
  begin() {
    const cause = 'cache: key is missing';
    return {
      intercept(req, res) {
        const url = req.url ?? '';
        const answer = (message: string) =>
          answerJson(res, 500, { error: message, code: 2, message });
        if (ofManagedResources.test(url))
          return answer(`error getting cached app managed resources: ${cause}`);
        if (ofTree.test(url))
          return answer(`error getting cached app resource tree: ${cause}`);
        if (ofResource.test(url))
          return answer(
            `error getting app resources: error getting cached app resource tree: ${cause}`,
          );
        return false;
      },
    };
  },
};
