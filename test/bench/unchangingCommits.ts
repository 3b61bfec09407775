import { setTimeout } from 'node:timers/promises';
import type { Bench } from './Bench';
import { quiet, requests } from './requests';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

const applications = 1_000;
const commits = 5;
const pauseMs = 3_000;

/**
 * Requests of any kind that reach Argo CD after commits to a monorepo that change nothing but the
 * revision of 1,000 Applications that are well, each with a sidecar beside its service. All of them
 * have been diagnosed before. Nothing is left out of the count.
 */
export const unchangingCommits: Bench = async workshop => {
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [
      JSON.stringify({
        applications,
        seed: false,
        forge: false,
        instances: [{ name: 'bench' }],
      }),
    ],
  }).next();
  const [{ url }] = sandbox.instances;
  const holder = startSubject<{ revision: string }>(workshop, 'commits', {
    args: [JSON.stringify({ url, token: sandbox.token, applications })],
  });
  await holder.next();
  await quiet(sandbox);
  const before = await requests(sandbox);
  for (let commit = 1; commit <= commits; commit++) {
    const query = new URLSearchParams({
      instance: 'bench',
      revision: String(commit).repeat(40),
    });
    const { ok, status } = await fetch(`${sandbox.commitUrl}?${query}`, {
      method: 'POST',
    });
    if (!ok) throw new Error(`The sandbox answered ${status}`);
    // All Applications are known to have the new commit
    await holder.next();
    await setTimeout(pauseMs);
  }
  const reached = (await requests(sandbox)) - before;
  return [
    {
      figure:
        'requests to Argo CD after a commit that changes nothing for 1,000 Applications with sidecars',
      target: '0',
      measured: String(reached / commits),
      ok: reached === 0,
      samples: `${commits} commits`,
      details: { 'requests before them, for lists and diagnoses': before },
    },
  ];
};
