import { InputError } from '@backstage/errors';
import { setValue } from 'backstage-plugin-gitops-node';
import type { Draft } from '../draft/Draft';
import {
  Settings,
  SomeResources,
  valueAt,
  withSettings,
} from '../manifests/settings';
import { checkResources } from '../names/kubernetes';

/** What is to change in one environment. */
export interface SettingsChange extends Settings {
  replicas?: number;
  unset: readonly string[];
}

/**
 * Changes settings in a file of Helm values, as the first day writes them.
 *
 * @returns the files that it has written
 * @throws InputError where there is no such file, or it can't be edited
 */
export async function changeValues(
  draft: Draft,
  file: string,
  { replicas, unset, ...settings }: SettingsChange,
): Promise<string[]> {
  const before = await draft.read(file);
  if (before === undefined)
    throw new InputError(
      `The repository has no ${file}: give the file of the values in valuesPath`,
    );
  const place = { file, document: 0, path: [] };
  const text = withSettings(before, place, settings, unset, 'map');
  const after =
    replicas === undefined
      ? text
      : setValue(text, { file, path: ['replicaCount'] }, replicas);
  checkResources(
    valueAt(after, { file, path: ['resources'] }) as SomeResources | undefined,
    `${file}: resources`,
  );
  if (after === before) return [];
  await draft.write(file, after);
  return [file];
}
