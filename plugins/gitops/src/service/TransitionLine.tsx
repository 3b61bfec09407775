import {
  RiGitCommitLine,
  RiPlayCircleLine,
  RiTimeLine,
} from '@remixicon/react';
import {
  AutomaticCommit,
  gateSentence,
  PromotionRun,
  Transition,
} from 'backstage-plugin-gitops-common';
import { FreezeLine } from '../freezes/FreezeLine';
import { Ago } from '../parts/Ago';
import { Line as TextLine } from '../parts/Line';
import { WebLink } from '../parts/WebLink';
import { TitleOf } from '../status/wording';
import { displayName, displayText, displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { PromoteButton } from './PromoteButton';
import { PromotionLine } from './PromotionLine';
import { Line } from './rows';
import { RunWorkflow } from './RunWorkflow';

/** What lines need besides what they say. */
export interface LineContext {
  service: string;
  titleOf: TitleOf;
  now: number;
  /** The promotion whose details are shown */
  shown: string | null;
  /** Of the element that holds them */
  panelId: string;
  /** Shows the details of a promotion; null: of none */
  onShow: (promotion: string | null) => void;
  /** Asks for a promotion */
  onPromote: (transition: Transition) => void;
  /** Something was started that the next answers tell of */
  onChanged: () => void;
}

export function TransitionLine(props: { line: Line; context: LineContext }) {
  const { line, context } = props;
  const { now, titleOf } = context;
  switch (line.kind) {
    case 'freeze':
      return <FreezeLine freeze={line.freeze} now={now} />;
    case 'promote':
      return <PromoteButton {...context} transition={line.transition} />;
    case 'runWorkflow':
      return <RunWorkflow {...context} transition={line.transition} />;
    case 'waiting':
      return <WaitingLine transition={line.transition} titleOf={titleOf} />;
    case 'commit':
      return <CommitLine commit={line.commit} now={now} />;
    case 'run':
      return (
        <RunLine run={line.run} environment={titleOf(line.to)} now={now} />
      );
    default:
      return <PromotionLine {...context} promotion={line.promotion} />;
  }
}

/** What a version waits for that is not promoted yet. */
function WaitingLine(props: { transition: Transition; titleOf: TitleOf }) {
  const t = useGitopsTranslation();
  const { version, to, state, reason } = props.transition;
  const environment = props.titleOf(to);
  const why =
    state === 'waiting' && reason !== null
      ? displayText(gateSentence(reason, t('language')), { maxLength: 300 })
      : t('movement.byItself');
  return (
    <TextLine icon={<RiTimeLine aria-hidden size={14} />}>
      {version === null
        ? t('movement.ofNothing', { environment })
        : t('movement.ofVersion', {
            version: displayVersion(version),
            environment,
          })}{' '}
      {why}
    </TextLine>
  );
}

/** The commit by which Argo CD Image Updater brought the newest version. */
function CommitLine({ commit, now }: { commit: AutomaticCommit; now: number }) {
  const t = useGitopsTranslation();
  return (
    <TextLine icon={<RiGitCommitLine aria-hidden size={14} />}>
      {t('movement.automatic')}{' '}
      <WebLink url={commit.url}>{displayName(commit.subject)}</WebLink>{' '}
      <Ago time={commit.at} now={now} />
    </TextLine>
  );
}

/** The newest run of a promotion workflow. */
function RunLine(props: {
  run: PromotionRun;
  environment: string;
  now: number;
}) {
  const t = useGitopsTranslation();
  const { title, url, state, finishedAt } = props.run;
  return (
    <TextLine icon={<RiPlayCircleLine aria-hidden size={14} />}>
      {t('movement.runInto', { environment: props.environment })}{' '}
      {t(`movement.run.${state}`, {
        title: <WebLink url={url}>{displayName(title)}</WebLink>,
        ago:
          finishedAt === null ? (
            <></>
          ) : (
            <Ago time={finishedAt} now={props.now} />
          ),
      })}
    </TextLine>
  );
}
