import type {
  ConnectionObstacle,
  InstanceProblem,
} from 'backstage-plugin-gitops-common';
import { errors } from 'undici';
import { ArgoCdError } from './ArgoCdError';

/** The meaning of Node's and undici's codes. */
const obstacles: Record<string, ConnectionObstacle> = {
  ENOTFOUND: 'hostUnknown',
  EAI_AGAIN: 'hostNotLookedUp',
  ECONNREFUSED: 'nothingListens',
  ECONNRESET: 'connectionBroke',
  EPIPE: 'connectionBroke',
  UND_ERR_SOCKET: 'connectionBroke',
  EHOSTUNREACH: 'noRoute',
  ENETUNREACH: 'noRoute',
  EPROTO: 'notTls',
  ERR_SSL_WRONG_VERSION_NUMBER: 'notTls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'notTls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificateUntrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificateUntrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificateUntrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificateUntrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificateUntrusted',
  CERT_HAS_EXPIRED: 'certificateExpired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificateOfOtherHost',
  UND_ERR_PRX_TLS: 'proxyCertificateOfOtherHost',
};

/**
 * Tells why there is no complete answer. The original error is not kept as a cause: it may hold
 * what was sent or received.
 *
 * @param error - what undici, zlib or a socket threw
 */
export function connectionFailure(error: unknown): ArgoCdError {
  return error instanceof ArgoCdError
    ? error
    : new ArgoCdError(problemOf(error));
}

function problemOf(error: unknown): InstanceProblem {
  const errorCode = codeOf(error);
  if (error instanceof errors.ConnectTimeoutError || errorCode === 'ETIMEDOUT')
    return { code: 'connectTimeout', params: {} };
  if (error instanceof errors.HTTPParserError)
    return { code: 'notHttp', params: { errorCode } };
  if (errorCode?.startsWith('Z_'))
    return { code: 'notDecompressible', params: { errorCode } };
  if (error instanceof errors.InvalidArgumentError)
    return { code: 'headerInvalid', params: {} };
  const status = proxyRefusal(error);
  if (status) return { code: 'proxyRefuses', params: { status } };
  const obstacle = errorCode ? obstacles[errorCode] : undefined;
  return { code: 'unreachable', params: { obstacle, errorCode } };
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : undefined;
}

/**
 * undici tells a proxy's status only in words: `Proxy response (407) !== 200 when HTTP Tunneling`.
 */
function proxyRefusal(error: unknown): number | undefined {
  if (!(error instanceof errors.RequestAbortedError)) return undefined;
  const [, status] = /^Proxy response \((\d+)\)/.exec(error.message) ?? [];
  return status ? Number(status) : undefined;
}
