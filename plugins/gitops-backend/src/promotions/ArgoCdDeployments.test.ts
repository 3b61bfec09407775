import type { ApplicationDetails } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import * as sets from '../argocd/applicationSetSchemas';
import * as schemas from '../argocd/detailSchemas';
import { applicationManifests } from '../argocd/manifestSchemas';
import { recorded } from '../__testUtils__/recordings';
import type { Gitops } from '../Gitops';
import { ArgoCdDeployments } from './ArgoCdDeployments';

const { signal } = new AbortController();
const application = {
  instance: 'eu-central',
  namespace: 'argocd',
  name: 'payments-production',
  project: 'team-a',
} as Application;
const freeze = { kind: 'deny', schedule: '0 22 * * 5', duration: '48h' };

/** An Argo CD that answers what was recorded, and notes what it is asked. */
function deploymentsOf(
  details: Partial<ApplicationDetails>,
  project: () => Promise<unknown> = async () => ({}),
) {
  const asked: string[] = [];
  const client = {
    async manifests({ name }: Application) {
      asked.push(name);
      return applicationManifests.parse(recorded(`get-${name}`));
    },
    async project(name: string) {
      asked.push(`project ${name}`);
      return schemas.project.parse(await project());
    },
  };
  const deployments = new ArgoCdDeployments({
    clientOf: () => client,
    application: () => undefined,
    async applicationSet(_: Application, { name }: { name: string }) {
      asked.push(`set ${name}`);
      return sets.applicationSet.parse(recorded('applicationset'));
    },
    reads: {
      details: async () => ({ syncWindows: [], unavailable: [], ...details }),
    },
  } as unknown as Gitops);
  return { deployments, asked };
}

it('names the time zone and the description of a window where its project may be read', async () => {
  const details = { syncWindows: [{ ...freeze, active: true }] };
  const { deployments } = deploymentsOf(details, async () => ({
    spec: {
      syncWindows: [
        { ...freeze, timeZone: 'Europe/Berlin', description: 'Weekend' },
      ],
    },
  }));
  expect(await deployments.syncWindows(application, signal)).toEqual([
    {
      ...freeze,
      isActive: true,
      timeZone: 'Europe/Berlin',
      description: 'Weekend',
    },
  ]);
  const { deployments: limited } = deploymentsOf(details, async () => {
    throw new Error('permission denied');
  });
  expect(await limited.syncWindows(application, signal)).toEqual([
    { ...freeze, isActive: true },
  ]);
});

it('asks for no project where there are no windows, and knows of none where they cannot be read', async () => {
  const { deployments, asked } = deploymentsOf({});
  expect(await deployments.syncWindows(application, signal)).toEqual([]);
  expect(asked).toEqual([]);
  const { deployments: unread } = deploymentsOf({
    unavailable: [
      {
        part: 'syncWindows',
        name: null,
        problem: { code: 'accessDenied', params: { answer: '403' } },
        reason: 'permission denied',
      },
    ],
  });
  await expect(unread.syncWindows(application, signal)).rejects.toThrow(
    'permission denied',
  );
});

it("has an Application's manifests with the ApplicationSet that the instance shares", async () => {
  const { deployments, asked } = deploymentsOf({});
  const { applicationSet } = await deployments.manifests(application, signal);
  expect(applicationSet?.name).toBe('services');
  expect(asked).toEqual(['payments-production', 'set services']);
});
