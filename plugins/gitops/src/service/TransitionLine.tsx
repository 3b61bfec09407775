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
import { displayName, displayText } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { movedText } from '../promotions/wording';
import { AutomaticLine } from './AutomaticLine';
import { PromoteButton, PromoteOther } from './PromoteButton';
import { PromotionLine } from './PromotionLine';
import { Line } from './rows';
import { RunWorkflow } from './RunWorkflow';

/** What every line needs in addition to its text. */
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
  /** Something was started that the next answers show */
  onChanged: () => void;
}

export function TransitionLine(props: { line: Line; context: LineContext }) {
  const { line, context } = props;
  const { now, titleOf } = context;
  const t = useGitopsTranslation();
  switch (line.kind) {
    case 'freeze':
      return <FreezeLine freeze={line.freeze} now={now} />;
    case 'promote':
      return (
        <PromoteButton
          {...context}
          transition={line.transition}
          source={line.source}
        />
      );
    case 'unseen':
      return (
        <TextLine icon={<RiTimeLine aria-hidden size={14} />}>
          {t('movement.unseen', { environment: titleOf(line.transition.to) })}
        </TextLine>
      );
    case 'automatic':
      return <AutomaticLine {...context} transition={line.transition} />;
    case 'promoteOther':
      return <PromoteOther {...context} transition={line.transition} />;
    case 'runWorkflow':
      return <RunWorkflow {...context} transition={line.transition} />;
    case 'waiting':
      return (
        <WaitingLine
          transition={line.transition}
          source={line.source}
          titleOf={titleOf}
        />
      );
    case 'commit':
      return <CommitLine commit={line.commit} now={now} />;
    case 'run':
      return (
        <RunLine run={line.run} environment={titleOf(line.to)} now={now} />
      );
    default:
      return (
        <PromotionLine
          {...context}
          promotion={line.promotion}
          source={line.source}
        />
      );
  }
}

/** What a version waits for that is not promoted yet. */
function WaitingLine(props: {
  transition: Transition;
  source?: string;
  titleOf: TitleOf;
}) {
  const t = useGitopsTranslation();
  const { version, to, state, reason } = props.transition;
  const environment = props.titleOf(to);
  const why = () => {
    if (state !== 'waiting' || reason === null) return t('movement.byItself');
    // Why it is not healthy stands in its row
    if (reason.code === 'sourceUnhealthy')
      return t('movement.untilHealthy', {
        environment: props.titleOf(props.transition.from ?? ''),
      });
    return displayText(gateSentence(reason, t('language')), { maxLength: 300 });
  };
  return (
    <TextLine icon={<RiTimeLine aria-hidden size={14} />}>
      {version === null
        ? t('movement.ofNothing', { environment })
        : movedText(
            { version, to: props.transition.to, source: props.source },
            props.titleOf,
            t,
          )}{' '}
      {why()}
    </TextLine>
  );
}

/** The commit by which Argo CD Image Updater brought the newest version. */
function CommitLine({ commit, now }: { commit: AutomaticCommit; now: number }) {
  const t = useGitopsTranslation();
  return (
    <TextLine icon={<RiGitCommitLine aria-hidden size={14} />}>
      {t('movement.automatic')}{' '}
      <NewTab url={commit.url} name={displayName(commit.subject)} />{' '}
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
        title: <NewTab url={url} name={displayName(title)} />,
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

/** A link to the Git host. */
function NewTab({ url, name }: { url: string; name: string }) {
  const t = useGitopsTranslation();
  return (
    <WebLink url={url} label={t('tracker.newTab', { name })}>
      {name}
    </WebLink>
  );
}
