import type { CodedReason } from '../reasons';

/**
 * Argo CD's own words, with the status where there is one, such as `403: permission denied`. They
 * contain no secrets, and are not translated.
 *
 * @public
 */
export interface ArgoCdAnswer {
  answer: string;
}

/**
 * Why there is no connection.
 *
 * @public
 */
export type ConnectionObstacle =
  | 'hostUnknown'
  | 'hostNotLookedUp'
  | 'nothingListens'
  | 'connectionBroke'
  | 'noRoute'
  | 'notTls'
  | 'certificateUntrusted'
  | 'certificateExpired'
  | 'certificateOfOtherHost'
  | 'proxyCertificateOfOtherHost';

/**
 * Every problem that an Argo CD instance, or a request to it, can have, by its code. What a code
 * means is said by its sentence.
 *
 * @public
 */
export interface InstanceProblemParams {
  // Nothing failed, and yet what is held is not current
  notRead: Record<string, never>;
  listsNothing: Record<string, never>;
  listsFewer: { listed: number; held: number };

  // The configuration
  tokenFileUnreadable: { file: string };
  tokenFileEmpty: { file: string };
  headerInvalid: Record<string, never>;
  redirected: { to?: string; status: number };

  // Argo CD refuses
  tokenRejected: ArgoCdAnswer;
  passwordRejected: Record<string, never>;
  rightMissing: ArgoCdAnswer & {
    /** As a policy names it: `applications, sync, team-a/*` */
    right: string;
  };
  accessDenied: ArgoCdAnswer;
  deniedByCluster: ArgoCdAnswer & {
    user: string;
    verb: string;
    resource: string;
  };
  notFound: ArgoCdAnswer;
  blockedByWindow: ArgoCdAnswer;
  operationRunning: ArgoCdAnswer;
  requestRefused: ArgoCdAnswer;
  tooManyRequests: Record<string, never>;

  // Argo CD fails
  serverError: ArgoCdAnswer;
  streamEnded: Partial<ArgoCdAnswer>;

  // There is no connection, or no answer in time
  unreachable: {
    /** Absent where the meaning of `errorCode` isn't known */
    obstacle?: ConnectionObstacle;
    /** Of Node, such as `ECONNREFUSED` */
    errorCode?: string;
  };
  proxyRefuses: { status: number };
  connectTimeout: Record<string, never>;
  answerTimeout: { seconds: number };
  streamBroke: Record<string, never>;
  streamSilent: { seconds: number };

  // The answer is not one of Argo CD
  sessionWithoutToken: Record<string, never>;
  html: { path: string };
  notJson: { path: string };
  notHttp: { errorCode?: string };
  notDecompressible: { errorCode: string };
  tooLarge: { megabytes: number };
  unexpectedAnswer: {
    path: string;
    /** Where it differs, such as `metadata.name`; empty text for the answer itself */
    places: string[];
  };
  manifestNotJson: Record<string, never>;
  notAStream: { contentType?: string };
  streamUnreadable: { contains: 'notAnEvent' | 'notJson' | 'notAChange' };
  maskUnknown: Record<string, never>;
  unforeseen: Record<string, never>;
}

/** @public */
export type InstanceProblemCode = keyof InstanceProblemParams;

/**
 * Why an Argo CD instance is not read, or a request to it failed, as data: it can be filtered,
 * counted and said in any language.
 *
 * @public
 */
export type InstanceProblem = CodedReason<InstanceProblemParams>;
