import { errors } from 'undici';
import { ArgoCdError } from './ArgoCdError';

const untrusted =
  'its certificate is not trusted. Configure the certificate of the authority that signed it as ca or caFile';

const otherProtocol =
  'it does not speak TLS. Should the url begin with http://?';

/** The meaning of Node's and undici's codes for those who operate the instance. */
const meanings: Record<string, string> = {
  ENOTFOUND: 'the name of its host is not known',
  EAI_AGAIN: 'the name of its host cannot be looked up now',
  ECONNREFUSED: 'nothing listens at its address',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  EHOSTUNREACH: 'there is no route to its host',
  ENETUNREACH: 'there is no route to its host',
  EPROTO: otherProtocol,
  ERR_SSL_WRONG_VERSION_NUMBER: otherProtocol,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: otherProtocol,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another host than the one in the url',
  UND_ERR_PRX_TLS: 'the certificate of the proxy is for another host',
};

/**
 * Tells why there is no complete answer. The original error is not kept as a cause: it may hold
 * what
 * was sent or received.
 *
 * @param error - what undici, zlib or a socket threw
 */
export function connectionFailure(error: unknown): ArgoCdError {
  if (error instanceof ArgoCdError) return error;
  const code = codeOf(error);
  if (error instanceof errors.ConnectTimeoutError || code === 'ETIMEDOUT')
    return new ArgoCdError(
      'timeout',
      'No connection to Argo CD could be made in time',
    );
  if (error instanceof errors.HTTPParserError)
    return new ArgoCdError(
      'nonsense',
      `Argo CD answered something that is not HTTP (${code})`,
    );
  if (code.startsWith('Z_'))
    return new ArgoCdError(
      'nonsense',
      `Argo CD answered something that can't be decompressed (${code})`,
    );
  if (error instanceof errors.InvalidArgumentError)
    return new ArgoCdError(
      'misconfigured',
      "The token or a configured header can't be sent: it has characters that a header may not have, such as a line break, or the connection itself sets it",
    );
  const refusal = proxyRefusal(error);
  if (refusal)
    return new ArgoCdError(
      'unreachable',
      `Argo CD can't be reached: the proxy refuses to connect to it (${refusal})`,
    );
  const meaning = meanings[code];
  return new ArgoCdError(
    'unreachable',
    meaning
      ? `Argo CD can't be reached: ${meaning} (${code})`
      : `Argo CD can't be reached (${code})`,
  );
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : 'connection failed';
}

/** undici tells a proxy's status only in words: `Proxy response (407) !== 200 when HTTP Tunneling`. */
function proxyRefusal(error: unknown): string | undefined {
  if (!(error instanceof errors.RequestAbortedError)) return undefined;
  return /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
}
