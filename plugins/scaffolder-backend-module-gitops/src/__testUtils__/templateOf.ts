import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { parse } from 'yaml';

const templates = join(__dirname, '../../../../templates');

/** A template of this repository as the catalog has it. */
export function templateOf(name: string): Entity {
  const file = join(templates, name, 'template.yaml');
  const entity = parse(readFileSync(file, 'utf8'));
  entity.metadata.namespace = 'default';
  entity.metadata.annotations = {
    'backstage.io/managed-by-location': `file:${file}`,
    'backstage.io/managed-by-origin-location': `file:${file}`,
  };
  return entity;
}
