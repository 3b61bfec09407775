import { fullTime, roughDuration } from '../time/duration';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** How long ago something was, with the exact time in the tooltip. */
export function Ago({ time, now }: { time: string | null; now: number }) {
  const t = useGitopsTranslation();
  if (time === null) return <>{t('instances.never')}</>;
  const { unit, count } = roughDuration(Date.parse(time), now);
  return (
    <time dateTime={time} title={fullTime(time)}>
      {unit === 'moments'
        ? t('time.moments')
        : t('instances.ago', {
            duration: t(`time.${unit}`, { number: String(count) }),
          })}
    </time>
  );
}
