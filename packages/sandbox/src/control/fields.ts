import type { JsonObject } from '../argocd/Json';
import { ControlError } from './ControlError';

/** @throws ControlError */
export function textIn(body: JsonObject, key: string): string {
  const value = optionalText(body, key);
  if (value !== undefined) return value;
  throw new ControlError(400, `${key} must be a text that is not empty`);
}

/** Undefined where it is absent. @throws ControlError for what is no text, or empty */
export function optionalText(
  body: JsonObject,
  key: string,
): string | undefined {
  const value = body[key];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new ControlError(400, `${key} must be a text that is not empty`);
}

/** @throws ControlError */
export function numberIn(
  body: JsonObject,
  key: string,
  limits: { min: number; max: number },
): number {
  const value = body[key];
  if (typeof value === 'number' && value >= limits.min && value <= limits.max)
    return value;
  throw new ControlError(
    400,
    `${key} must be a number from ${limits.min} to ${limits.max}`,
  );
}

/** @throws ControlError */
export function countIn(body: JsonObject, key: string, max: number): number {
  const value = numberIn(body, key, { min: 0, max });
  if (Number.isInteger(value)) return value;
  throw new ControlError(400, `${key} must be a whole number`);
}
