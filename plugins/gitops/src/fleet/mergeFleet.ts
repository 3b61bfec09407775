import { Fleet, FleetService } from 'backstage-plugin-gitops-common';

/**
 * An answer on top of what is held. A service that did not change stays the same object, so that
 * its row is not drawn again.
 */
export function mergeFleet(held: Fleet | undefined, answer: Fleet): Fleet {
  if (!held) return answer;
  const before = new Map(held.services.map(one => [one.ref, one]));
  const taken = answer.services.map(service =>
    sameOr(before.get(service.ref), service),
  );
  if (answer.isWhole) return { ...answer, services: taken };
  const services = new Map(before);
  for (const service of taken) services.set(service.ref, service);
  for (const ref of answer.gone) services.delete(ref);
  return {
    ...answer,
    isWhole: true,
    gone: [],
    services: [...services.values()],
  };
}

function sameOr(
  held: FleetService | undefined,
  service: FleetService,
): FleetService {
  return held && JSON.stringify(held) === JSON.stringify(service)
    ? held
    : service;
}
