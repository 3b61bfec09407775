import { CronExpressionParser } from 'cron-parser';
import { IANAZone } from 'luxon';
import type { z } from 'zod';
import type { PromotionSettings } from '../environments/PromotionSettings';
import type { ConfigurationProblems } from './problems';
import { promotionSchema } from './schema';

const USUAL_INPUTS = {
  service: '{service}',
  environment: '{environment}',
  version: '{version}',
};

/**
 * How a version arrives in an environment: the mode's name alone, or the whole of it.
 *
 * @param place - such as `gitops.environments[1].promotion`
 */
export function readPromotion(
  value: unknown,
  place: string,
  problems: ConfigurationProblems,
): PromotionSettings | undefined {
  const read = readWritten(value, place, problems);
  if (!read) return undefined;
  const { mode, soakTime, labels = [], reviewers = [], merge } = read;
  if (read.workflow && mode !== 'workflow')
    problems.add(
      `${place}.workflow`,
      `is only for the mode workflow, and the mode is ${mode}`,
    );
  refuseAuto(read, place, problems);
  return {
    mode,
    soakTimeMs: soakTime,
    freezes: (read.freezes ?? []).map((freeze, index) => {
      const { title, schedule, timeZone = 'UTC' } = freeze;
      const at = `${place}.freezes[${index}]`;
      if (!IANAZone.isValidZone(timeZone))
        problems.add(
          `${at}.timeZone`,
          'is no time zone. Write it like Europe/Berlin',
        );
      else if (!isSchedule(schedule))
        problems.add(
          `${at}.schedule`,
          'is no schedule. Write when it begins in five fields of cron, such as "0 18 * * 5" for Fridays at 18:00',
        );
      return { title, schedule, durationMs: freeze.duration, timeZone };
    }),
    labels,
    reviewers,
    merge: merge && { ...merge, whenReady: merge.whenReady ?? false },
    auto: read.auto && { merges: read.auto.merge ?? false },
    keepUpToDate: read.keepUpToDate ?? false,
    fourEyes: read.fourEyes ?? false,
    servicesMaySet: read.servicesMaySet ?? [],
    workflow: read.workflow && { inputs: USUAL_INPUTS, ...read.workflow },
  };
}

/** What the portal does by itself has to be possible, and no machine is a second person. */
function refuseAuto(
  { auto, mode, merge, fourEyes }: z.infer<typeof promotionSchema>,
  place: string,
  problems: ConfigurationProblems,
): void {
  if (!auto) return;
  if (mode !== 'pullRequest')
    problems.add(
      `${place}.auto`,
      `is only for the mode pullRequest, and the mode is ${mode}`,
    );
  if (!auto.merge) return;
  if (!merge?.whenReady)
    problems.add(
      `${place}.auto.merge`,
      'needs merge.whenReady: the portal merges what is ready in that way',
    );
  if (fourEyes)
    problems.add(
      `${place}.auto.merge`,
      'can not be combined with fourEyes: a person has to approve or merge each promotion there',
    );
}

function readWritten(
  value: unknown,
  place: string,
  problems: ConfigurationProblems,
): z.infer<typeof promotionSchema> | undefined {
  if (typeof value !== 'string')
    return problems.read(promotionSchema, value, place);
  const mode = problems.read(promotionSchema.shape.mode, value, place);
  return mode && { mode };
}

function isSchedule(schedule: string): boolean {
  if (schedule.trim().split(/\s+/).length !== 5) return false;
  try {
    CronExpressionParser.parse(schedule);
    return true;
  } catch {
    return false;
  }
}
