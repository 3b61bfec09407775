import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Schema, Validator } from 'jsonschema';
import { parseAllDocuments } from 'yaml';
import { kubernetesSchemas } from './kubernetesSchemas';

/** Schemas that were read from a real API server. */
const files = new Map([
  ['argoproj.io/v1alpha1 AppProject', 'AppProject.v1alpha1.json'],
  ['argoproj.io/v1alpha1 Application', 'Application.v1alpha1.json'],
  ['argoproj.io/v1alpha1 ApplicationSet', 'ApplicationSet.v1alpha1.json'],
  ['external-secrets.io/v1 ExternalSecret', 'ExternalSecret.v1.json'],
  ['external-secrets.io/v1 SecretStore', 'SecretStore.v1.json'],
  ['external-secrets.io/v1 ClusterSecretStore', 'ClusterSecretStore.v1.json'],
  [
    'argocd-image-updater.argoproj.io/v1alpha1 ImageUpdater',
    'ImageUpdater.v1alpha1.json',
  ],
]);
const withoutSchema = new Set([
  'kustomize.config.k8s.io/v1beta1 Kustomization',
]);
const schemas = new Map<string, Schema>();

/**
 * Why an API server would refuse the manifests in a text, or would drop one of their fields. YAML
 * that is no manifest, such as Helm values, has no problems.
 */
export function manifestProblems(text: string): string[] {
  return parseAllDocuments(text).flatMap(document => {
    const manifest = document.toJSON();
    if (!manifest?.apiVersion) return [];
    const kind = `${manifest.apiVersion} ${manifest.kind}`;
    if (withoutSchema.has(kind)) return [];
    const schema = schemaOf(kind);
    if (!schema) return [`There is no schema for ${kind}`];
    return new Validator()
      .validate(manifest, schema)
      .errors.map(({ property, message }) => `${kind}: ${property} ${message}`);
  });
}

function schemaOf(kind: string): Schema | undefined {
  const ofKubernetes = kubernetesSchemas.get(kind);
  if (ofKubernetes) return ofKubernetes;
  const file = files.get(kind);
  if (!file) return undefined;
  const path = join(__dirname, 'schemas', file);
  const schema =
    schemas.get(kind) ??
    (closed(JSON.parse(readFileSync(path, 'utf8')).schema, true) as Schema);
  schemas.set(kind, schema);
  return schema;
}

/** The schema with every object closed: an API server drops unknown fields without a word. */
function closed(schema: unknown, isRoot = false): unknown {
  if (Array.isArray(schema)) return schema.map(item => closed(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const all = schema as Record<string, unknown>;
  const keywords = Object.fromEntries(
    Object.entries(all).map(([key, value]) => [
      key,
      // Names of fields, not keywords
      key === 'properties'
        ? Object.fromEntries(
            Object.entries(value as object).map(([name, item]) => [
              name,
              closed(item),
            ]),
          )
        : closed(value),
    ]),
  );
  const isOpen =
    all['x-kubernetes-preserve-unknown-fields'] === true ||
    'additionalProperties' in all;
  if (!('properties' in all) || isOpen) return keywords;
  return {
    ...keywords,
    additionalProperties: false,
    ...(isRoot && { required: ['apiVersion', 'kind', 'metadata', 'spec'] }),
  };
}
