import type { InstanceProblemCode } from './InstanceProblem';

/**
 * Problems of one kind are handled alike, and need the same done about them.
 *
 * @public
 */
export type InstanceProblemKind =
  | 'notRead'
  | 'incomplete'
  | 'misconfigured'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'blockedByWindow'
  | 'operationRunning'
  | 'refused'
  | 'rateLimited'
  | 'serverError'
  | 'unreachable'
  | 'timeout'
  | 'nonsense';

/** @public */
export const instanceProblemKinds: Readonly<
  Record<InstanceProblemCode, InstanceProblemKind>
> = {
  notRead: 'notRead',
  listsNothing: 'incomplete',
  listsFewer: 'incomplete',

  tokenFileUnreadable: 'misconfigured',
  tokenFileEmpty: 'misconfigured',
  headerInvalid: 'misconfigured',
  redirected: 'misconfigured',

  tokenRejected: 'unauthorized',
  passwordRejected: 'unauthorized',
  rightMissing: 'forbidden',
  accessDenied: 'forbidden',
  deniedByCluster: 'forbidden',
  notFound: 'notFound',
  blockedByWindow: 'blockedByWindow',
  operationRunning: 'operationRunning',
  requestRefused: 'refused',
  tooManyRequests: 'rateLimited',

  serverError: 'serverError',
  streamEnded: 'serverError',

  unreachable: 'unreachable',
  proxyRefuses: 'unreachable',
  connectTimeout: 'timeout',
  answerTimeout: 'timeout',
  streamBroke: 'unreachable',
  streamSilent: 'timeout',

  sessionWithoutToken: 'nonsense',
  html: 'nonsense',
  notJson: 'nonsense',
  notHttp: 'nonsense',
  notDecompressible: 'nonsense',
  tooLarge: 'nonsense',
  unexpectedAnswer: 'nonsense',
  manifestNotJson: 'nonsense',
  notAStream: 'nonsense',
  streamUnreadable: 'nonsense',
  maskUnknown: 'nonsense',
  unforeseen: 'nonsense',
};
