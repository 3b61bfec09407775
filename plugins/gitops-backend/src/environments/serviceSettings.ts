import {
  AnnotationProblem,
  AnnotationProblemCause,
  gitopsAnnotations,
} from 'backstage-plugin-gitops-common';
import { parse } from 'yaml';
import { z } from 'zod';
import { promotionSchema } from '../config/schema';
import { issueSentence } from '../issueSentence';
import { annotationProblem } from './annotations';
import type { EnvironmentConfig } from './Environments';
import type { PromotionSettings, ServiceSetting } from './PromotionSettings';

type Configured = Pick<EnvironmentConfig, 'name' | 'promotion'>;

/** The settings of a service for one environment that the configuration allows. */
type OwnSettings = Partial<
  Pick<z.infer<typeof promotionSchema>, Exclude<ServiceSetting, 'auto'>>
> & {
  /** Whether the portal promotes by itself. How it does that is the environment's to say */
  readonly auto?: boolean;
};

interface ReadSettings {
  /** By the name of the environment */
  readonly settings: ReadonlyMap<string, OwnSettings>;
  readonly problems: readonly AnnotationProblem[];
}

const { soakTime, reviewers, labels, merge } = promotionSchema.shape;
const shapes = { soakTime, reviewers, labels, merge, auto: z.boolean() };
const isSetting = (name: string): name is ServiceSetting =>
  Object.hasOwn(shapes, name);
const perEnvironment = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * Reads what a service sets for itself: YAML or JSON with an object for each environment. What
 * can't be read or is not allowed is a problem, and is left out.
 */
export function readServiceSettings(
  annotation: string | undefined,
  configured: readonly Configured[],
): ReadSettings {
  const settings = new Map<string, OwnSettings>();
  const problems: AnnotationProblem[] = [];
  const report = (cause: AnnotationProblemCause) =>
    problems.push(annotationProblem(gitopsAnnotations.promotion, cause));
  if (annotation === undefined) return { settings, problems };
  const read = perEnvironment.safeParse(parsed(annotation));
  if (!read.success) {
    report({ code: 'settingsUnreadable', params: {} });
    return { settings, problems };
  }
  const names = configured.map(({ name }) => name);
  const unknown = Object.keys(read.data).filter(name => !names.includes(name));
  if (unknown.length > 0)
    report({
      code: 'settingsOfUnknownEnvironment',
      params: { environments: unknown, configured: names },
    });
  for (const { name: environment, promotion } of configured) {
    const allowed = [...(promotion?.servicesMaySet ?? [])];
    const written = Object.entries(read.data[environment] ?? {});
    const refused = written
      .filter(one => !isOptOut(one))
      .map(([setting]) => setting)
      .filter(one => !isSetting(one) || !allowed.includes(one));
    if (refused.length > 0)
      report({
        code: 'settingsNotAllowed',
        params: { environment, settings: refused, allowed },
      });
    const own: Record<string, unknown> = {};
    for (const [setting, value] of written) {
      if (!isSetting(setting) || refused.includes(setting)) continue;
      const one = shapes[setting].safeParse(value, { error: issueSentence });
      if (one.success) own[setting] = one.data;
      else
        report({
          code: 'settingInvalid',
          params: {
            environment,
            setting,
            detail: one.error.issues[0]?.message ?? '',
          },
        });
    }
    settings.set(environment, own);
  }
  return { settings, problems };
}

/**
 * The settings of an environment; those for one service, where its annotation is given.
 *
 * @returns undefined where nothing is configured for the environment
 */
export function settingsIn(
  configured: readonly Configured[],
  environment: string,
  annotation?: string,
): PromotionSettings | undefined {
  const settings = configured.find(one => one.name === environment)?.promotion;
  if (!settings || annotation === undefined) return settings;
  const own = readServiceSettings(annotation, configured).settings;
  return withServiceSettings(settings, own.get(environment));
}

/**
 * The settings of an environment as they are for a service: it can have a version soak for longer
 * and add reviewers and labels, and it can choose how the portal merges, and whether it promotes by
 * itself.
 */
export function withServiceSettings(
  settings: PromotionSettings,
  own: OwnSettings = {},
): PromotionSettings {
  const both = (ours: readonly string[], theirs: readonly string[] = []) => [
    ...new Set([...ours, ...theirs]),
  ];
  const isOn =
    settings.mode === 'pullRequest' &&
    (own.auto ?? settings.auto !== undefined);
  const soakTimeMs = Math.max(settings.soakTimeMs ?? 0, own.soakTime ?? 0);
  return {
    ...settings,
    ...(soakTimeMs > 0 && { soakTimeMs }),
    reviewers: both(settings.reviewers, own.reviewers),
    labels: both(settings.labels, own.labels),
    merge: own.merge
      ? { ...own.merge, whenReady: own.merge.whenReady ?? false }
      : settings.merge,
    auto: isOn ? settings.auto ?? { merges: false } : undefined,
  };
}

/** No service needs leave to have people promote it. */
function isOptOut([setting, value]: readonly [string, unknown]): boolean {
  return setting === 'auto' && value === false;
}

/** Undefined where it can't be read. No anchors: a few lines could stand for very many. */
function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}
