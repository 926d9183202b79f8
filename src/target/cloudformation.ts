import { assert } from '../base/index.js';
import type { GeneratedFile } from './types.js';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

export interface Resource {
  readonly Type: string;
  readonly Properties: { readonly [key: string]: JsonValue | undefined };
  readonly DependsOn?: string;
}

/** Resources in one template (CloudFormation quotas). */
export const maxResources = 500;

/**
 * Resources as templates, none with more resources than CloudFormation takes. A template's `Description` has at most
 * 1,024 bytes, so notes stand under `Metadata`.
 */
export function templates(
  name: string,
  resources: readonly (readonly [id: string, resource: Resource])[],
  notes: readonly string[],
  description = 'Egress derived by Sluice from recorded traffic and the decisions on it',
): GeneratedFile[] {
  const ids = new Set(resources.map(([id]) => id));
  assert(ids.size === resources.length, 'each resource has a logical id of its own');
  const pieces = Math.max(1, Math.ceil(resources.length / maxResources));
  return Array.from({ length: pieces }, (_, index) => {
    const piece = resources.slice(index * maxResources, (index + 1) * maxResources);
    const suffix = pieces === 1 ? '' : `-${index + 1}`;
    return { path: `${name}${suffix}.template.json`, text: printJson(template(piece, notes, description)) };
  });
}

function template(
  resources: readonly (readonly [string, Resource])[],
  notes: readonly string[],
  description: string,
): JsonValue {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Metadata: notes.length === 0 ? undefined : { Notes: [...notes] },
    Resources: Object.fromEntries(
      resources.map(([id, { Type, DependsOn, Properties }]) => [id, { Type, DependsOn, Properties }]),
    ),
  };
}

export function printJson(value: JsonValue): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
