import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import catalogBackend from '@backstage/plugin-catalog-backend';
import scaffolderEntityModel from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import type { JsonObject } from '@backstage/types';

const templates = join(__dirname, '../../../../templates');

/** A real catalog, which knows templates. */
export const catalogFeatures = [catalogBackend, scaffolderEntityModel];

/** Where a template of this repository is: two are beside each other, as they share their code. */
export function templateFile(name: string): string {
  return name === 'microservice-in-monorepo'
    ? join(templates, 'microservice', `${name}.yaml`)
    : resolve(templates, name, 'template.yaml');
}

/** Has it read templates: by their names in this repository, or by their folders elsewhere. */
export function catalogConfig(names: string[]): { locations: JsonObject[] } {
  return {
    locations: names.map(name => ({
      type: 'file',
      target: templateFile(name),
      rules: [{ allow: ['Template'] }],
    })),
  };
}

/** Until the catalog of a portal has read its templates. */
export function untilTemplatesAreKnown(
  portal: string,
  names: string[],
): Promise<void> {
  return untilKnown(
    portal,
    names.map(name => `template/default/${basename(name)}`),
  );
}

/** Until it has read what these paths name, such as `component/default/cart`. */
export async function untilKnown(
  portal: string,
  paths: string[],
): Promise<void> {
  for (const path of paths) {
    const isKnown = async () => {
      const { ok } = await fetch(
        `${portal}/api/catalog/entities/by-name/${path}`,
        { headers: { authorization: mockCredentials.user.header() } },
      );
      return ok;
    };
    while (!(await isKnown())) await sleep(100);
  }
}
