/**
 * What browser and server both know of GitOps for Backstage.
 *
 * @packageDocumentation
 */
export * from './annotationProblems/AnnotationProblem';
export * from './annotationProblems/annotationSentence';
export * from './annotations';
export * from './api';
export * from './causes/Cause';
export * from './causes/reasonOf';
export * from './changes';
export * from './changesProblem';
export * from './channels';
export * from './claims';
export * from './client';
export * from './constants';
export * from './deployments';
export * from './details';
export * from './difference';
export * from './environmentDifference';
export * from './environments';
export * from './fleet';
export * from './freezes';
export * from './gateReasons/GateReason';
export * from './gateReasons/gateSentence';
export * from './gates';
export type { GitHostFailure } from './gitHostFailure';
export * from './history';
export * from './metrics';
export * from './applicationSets';
export * from './instanceProblems/InstanceProblem';
export * from './instanceProblems/kinds';
export * from './instanceProblems/problemSentence';
export * from './instances';
export * from './automaticPromotion';
export * from './mergeObstacle';
export * from './missingPart';
export * from './permissions';
export * from './planConsequence';
export * from './plans';
export * from './promotionCauses/PromotionCause';
export * from './promotionCauses/promotionSentence';
export * from './promotionLists';
export * from './promotions';
export * from './pullRequests';
export type { CodedReason, ReasonWithSentence, SentenceMaker } from './reasons';
export * from './releaseObstacle';
export * from './releasePlans';
export * from './releases';
export * from './requests';
export * from './secretKeys';
export * from './secrets/isSecretSetting';
export * from './secrets/randomTexts';
export * from './transitionProblem';
export * from './services';
export * from './transitions';
export * from './versionObstacle';
export * from './workflows';
