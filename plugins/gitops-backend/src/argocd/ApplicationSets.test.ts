import { recordedClient } from '../__testUtils__/recordedClient';
import { ApplicationSets } from './ApplicationSets';
import { ArgoCdError } from './ArgoCdError';

const { applicationSet } = recordedClient({
  get: 'get-orders-production',
  applicationSet: 'applicationset',
});
const services = { namespace: 'argocd', name: 'services' };

it('reads an ApplicationSet once for all who need it at about the same time', async () => {
  const requests: string[] = [];
  const sets = new ApplicationSets({
    client: {
      applicationSet(set, signal) {
        requests.push(set.name);
        return applicationSet(set, signal);
      },
    },
  });
  const [first, second] = await Promise.all([
    sets.get(services),
    sets.get(services),
  ]);
  expect(second).toBe(first);
  await sets.get(services);
  await sets.get({ ...services, name: 'others' });
  expect(requests).toEqual(['services', 'others']);
});

it('reads again at once what could not be read', async () => {
  let requests = 0;
  const sets = new ApplicationSets({
    client: {
      async applicationSet() {
        requests += 1;
        throw new ArgoCdError({
          code: 'serverError',
          params: { answer: '500' },
        });
      },
    },
  });
  await expect(sets.get(services)).rejects.toThrow('500');
  await expect(sets.get(services)).rejects.toThrow('500');
  expect(requests).toBe(2);
});
