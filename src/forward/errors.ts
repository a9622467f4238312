import { RequestError } from '../core/index.js';

/** Codes of failures whose source is the upstream: a closed set, a metric label. */
export const UPSTREAM_CODES = [
  'connect-refused',
  'connect-timeout',
  'dns',
  'tls',
  'headers-timeout',
  'body-timeout',
  'reset',
  'bad-response',
  'upgrade-refused',
  'pool-full',
  'unavailable',
] as const;
export type UpstreamCode = (typeof UPSTREAM_CODES)[number];

const STATUS: Readonly<Record<UpstreamCode, number>> = {
  'connect-refused': 502,
  'connect-timeout': 502,
  dns: 502,
  tls: 502,
  'headers-timeout': 504,
  'body-timeout': 504,
  reset: 502,
  'bad-response': 502,
  'upgrade-refused': 502,
  'pool-full': 503,
  unavailable: 503,
};

export function upstreamError(code: UpstreamCode, message: string, cause?: unknown): RequestError {
  return new RequestError('upstream', code, STATUS[code], message, { cause });
}

/** Failures before the request was written: the upstream has not seen it. */
export function isBeforeSending(fault: RequestError): boolean {
  const { code } = fault;
  return code === 'connect-refused' || code === 'connect-timeout' || code === 'dns' || code === 'tls';
}

/** Whether a failure says something about the upstream's health: not one of the client's, nor a full pool. */
export function countsAgainstUpstream(fault: RequestError): boolean {
  return fault.source === 'upstream' && fault.code !== 'pool-full';
}

/**
 * What an error of undici, net or TLS means for the request.
 * @param origin the upstream, for the operator's message
 */
export function toRequestError(error: Error, origin: string): RequestError {
  if (error instanceof RequestError) return error;
  const code = codeOf(error);
  switch (code) {
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
      // A request llhttp accepted and undici will not write. Known cases are handled before; this is the net below.
      return new RequestError('client', 'not-forwardable', 400, `cannot be forwarded: ${error.message}`, {
        cause: error,
      });
    case 'UND_ERR_CLOSED':
    case 'UND_ERR_DESTROYED':
      return new RequestError('gateway', 'upstream-closed', 503, `the pool of ${origin} is closed`, {
        cause: error,
      });
  }
  return upstreamError(upstreamCode(code, error.message), `${origin}: ${code} ${error.message}`, error);
}

function upstreamCode(code: string, message: string): UpstreamCode {
  switch (code) {
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'EHOSTDOWN':
      return 'connect-refused';
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return 'connect-timeout';
    case 'UND_ERR_HEADERS_TIMEOUT':
      return 'headers-timeout';
    case 'UND_ERR_BODY_TIMEOUT':
      return 'body-timeout';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
      return 'dns';
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
    case 'UND_ERR_RES_EXCEEDED_MAX_SIZE':
    case 'ERR_ASSERTION':
      return 'bad-response';
    case 'UND_ERR_SOCKET':
      return message === 'bad response' || message === 'bad upgrade' ? 'bad-response' : 'reset';
  }
  if (code.startsWith('HPE_') || code === 'HTTPParserError') return 'bad-response';
  if (isTls(code)) return 'tls';
  return 'reset';
}

/** OpenSSL's verification results and Node's own TLS errors. */
function isTls(code: string): boolean {
  return (
    code.startsWith('ERR_TLS_') ||
    code.startsWith('ERR_SSL_') ||
    code.startsWith('CERT_') ||
    code.startsWith('UNABLE_TO_') ||
    code.includes('SELF_SIGNED') ||
    code === 'EPROTO' ||
    code === 'HOSTNAME_MISMATCH'
  );
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
