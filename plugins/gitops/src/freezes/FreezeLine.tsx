import { RiPauseCircleLine, RiSnowflakeLine } from '@remixicon/react';
import { Freeze } from 'backstage-plugin-gitops-common';
import { Line } from '../parts/Line';
import { displayName } from '../text/displayText';
import { fullTime } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { freezeText, isHold } from './wording';

/**
 * That nothing is promoted to an environment for a while, why, and who says so. Since when is in
 * the tooltip.
 */
export function FreezeLine({ freeze, now }: { freeze: Freeze; now: number }) {
  const t = useGitopsTranslation();
  return (
    <Line
      icon={<FreezeIcon freeze={freeze} />}
      title={t('freezes.byFull', {
        name: freeze.createdBy.name,
        time: fullTime(freeze.createdAt, t),
      })}
    >
      {t('freezes.lineBy', {
        freeze: freezeText(freeze, now, t),
        name: displayName(freeze.createdBy.name),
      })}
    </Line>
  );
}

export function FreezeIcon({ freeze }: { freeze: Freeze }) {
  const Icon = isHold(freeze) ? RiPauseCircleLine : RiSnowflakeLine;
  return <Icon aria-hidden size={14} />;
}
