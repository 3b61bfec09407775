import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { absent } from './absent';
import type { GoldenPath } from '../manifests/goldenPath';
import { writeWhole } from './writeWhole';

/** In the workspace of the task, next to its folders: restoring the workspace restores the pins. */
const PINS = '.gitops';

/** The commit that a draft is made on. */
export interface Base {
  /** The repository as Argo CD is given it */
  address: string;
  /** Page of the repository */
  repository: string;
  branch: string;
  sha: string;
}

/** What earlier steps of a task have settled about a folder: defaults for the later ones. */
export interface Pin {
  base?: Base;
  service?: string;
  environments?: string[];
  /** Names of the Applications that an ApplicationSet makes, by environment; null if not known */
  applications?: Record<string, string | null>;
  /** What the service has of its GitOps repository, where that has it */
  goldenPath?: GoldenPath;
  /** Files that the pull request deletes */
  removed?: string[];
  /** What removes a service, by its name: what is half removed tells no more what there was */
  removals?: Record<string, Removal>;
}

/** What removes a service from a repository. */
export interface Removal {
  /** New texts, by their paths */
  changed: [path: string, text: string][];
  removed: string[];
  output: {
    environments: string[];
    deletes: string[];
    stays: string[];
    isWhole: boolean;
  };
}

export async function readPin(
  workspacePath: string,
  folder: string,
): Promise<Pin> {
  const known = await readFile(
    `${noteOn(workspacePath, folder)}.json`,
    'utf8',
  ).catch(absent);
  return known === undefined ? {} : JSON.parse(known);
}

export async function addToPin(
  workspacePath: string,
  folder: string,
  more: Pin,
): Promise<void> {
  const pin = { ...(await readPin(workspacePath, folder)), ...more };
  const note = noteOn(workspacePath, folder);
  await writeWhole(`${note}.json`, JSON.stringify(pin), `${note}.json.part`);
}

/** Prefix of the names of what is kept about a path, independent of where the workspace is. */
export function noteOn(workspacePath: string, path: string): string {
  const name = relative(
    workspacePath,
    resolveSafeChildPath(workspacePath, path),
  );
  const hash = createHash('sha256').update(name).digest('hex');
  return join(workspacePath, PINS, hash.slice(0, 16));
}

/**
 * An input, or what an earlier step has pinned where the template leaves it out.
 *
 * @throws InputError where there is neither
 */
export function givenOrPinned<T>(
  name: string,
  given: T | undefined,
  pinned: T | undefined,
): T {
  const value = given ?? pinned;
  if (value !== undefined) return value;
  throw new InputError(
    `${name} is missing. Give it to this step, or to gitops:service:check in a step before it. If such a step has run, the workspace was lost when the task was recovered on another machine (scaffolder.taskRecovery.workspaceProvider keeps it): start the task again`,
  );
}
