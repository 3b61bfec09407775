import { agoText, fullTime } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** How long ago something was, with the exact time in the tooltip. */
export function Ago({ time, now }: { time: string; now: number }) {
  const t = useGitopsTranslation();
  return (
    <time dateTime={time} title={fullTime(time, t)}>
      {agoText(time, now, t)}
    </time>
  );
}
