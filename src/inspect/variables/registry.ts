import { args } from './args.js';
import { argsCombinedSize } from './args-combined-size.js';
import { argsGet } from './args-get.js';
import { argsGetNames } from './args-get-names.js';
import { argsNames } from './args-names.js';
import { argsPost } from './args-post.js';
import { argsPostNames } from './args-post-names.js';
import { authType } from './auth-type.js';
import { duration } from './duration.js';
import { env } from './env.js';
import { files } from './files.js';
import { filesCombinedSize } from './files-combined-size.js';
import { filesNames } from './files-names.js';
import { filesSizes } from './files-sizes.js';
import { filesTmpContent } from './files-tmp-content.js';
import { fullRequest } from './full-request.js';
import { fullRequestLength } from './full-request-length.js';
import { geo } from './geo.js';
import { globalRecord } from './global.js';
import { highestSeverity } from './highest-severity.js';
import { inboundDataError } from './inbound-data-error.js';
import { ip } from './ip.js';
import { matchedVar } from './matched-var.js';
import { matchedVarName } from './matched-var-name.js';
import { matchedVars } from './matched-vars.js';
import { matchedVarsNames } from './matched-vars-names.js';
import { modsecBuild } from './modsec-build.js';
import { mscPcreError } from './msc-pcre-error.js';
import { mscPcreLimitsExceeded } from './msc-pcre-limits-exceeded.js';
import { multipartBoundaryQuoted } from './multipart-boundary-quoted.js';
import { multipartBoundaryWhitespace } from './multipart-boundary-whitespace.js';
import { multipartCrlfLfLines } from './multipart-crlf-lf-lines.js';
import { multipartDataAfter } from './multipart-data-after.js';
import { multipartDataBefore } from './multipart-data-before.js';
import { multipartFileLimitExceeded } from './multipart-file-limit-exceeded.js';
import { multipartFilename } from './multipart-filename.js';
import { multipartHeaderFolding } from './multipart-header-folding.js';
import { multipartInvalidHeaderFolding } from './multipart-invalid-header-folding.js';
import { multipartInvalidPart } from './multipart-invalid-part.js';
import { multipartInvalidQuoting } from './multipart-invalid-quoting.js';
import { multipartLfLine } from './multipart-lf-line.js';
import { multipartMissingSemicolon } from './multipart-missing-semicolon.js';
import { multipartName } from './multipart-name.js';
import { multipartPartHeaders } from './multipart-part-headers.js';
import { multipartSemicolonMissing } from './multipart-semicolon-missing.js';
import { multipartStrictError } from './multipart-strict-error.js';
import { multipartUnmatchedBoundary } from './multipart-unmatched-boundary.js';
import { outboundDataError } from './outbound-data-error.js';
import { pathInfo } from './path-info.js';
import { queryString } from './query-string.js';
import { remoteAddr } from './remote-addr.js';
import { remoteHost } from './remote-host.js';
import { remotePort } from './remote-port.js';
import { remoteUser } from './remote-user.js';
import { reqbodyError } from './reqbody-error.js';
import { reqbodyErrorMsg } from './reqbody-error-msg.js';
import { reqbodyProcessor } from './reqbody-processor.js';
import { reqbodyProcessorError } from './reqbody-processor-error.js';
import { reqbodyProcessorErrorMsg } from './reqbody-processor-error-msg.js';
import { requestBasename } from './request-basename.js';
import { requestBody } from './request-body.js';
import { requestBodyLength } from './request-body-length.js';
import { requestCookies } from './request-cookies.js';
import { requestCookiesNames } from './request-cookies-names.js';
import { requestFilename } from './request-filename.js';
import { requestHeaders } from './request-headers.js';
import { requestHeadersNames } from './request-headers-names.js';
import { requestLine } from './request-line.js';
import { requestMethod } from './request-method.js';
import { requestProtocol } from './request-protocol.js';
import { requestUri } from './request-uri.js';
import { requestUriRaw } from './request-uri-raw.js';
import { resource } from './resource.js';
import { responseBody } from './response-body.js';
import { responseContentLength } from './response-content-length.js';
import { responseContentType } from './response-content-type.js';
import { responseHeaders } from './response-headers.js';
import { responseHeadersNames } from './response-headers-names.js';
import { responseProtocol } from './response-protocol.js';
import { responseStatus } from './response-status.js';
import { rule } from './rule.js';
import { serverAddr } from './server-addr.js';
import { serverName } from './server-name.js';
import { serverPort } from './server-port.js';
import { session } from './session.js';
import { sessionid } from './sessionid.js';
import type { VariableSpec } from './spec.js';
import { statusLine } from './status-line.js';
import { time } from './time.js';
import { timeDay } from './time-day.js';
import { timeEpoch } from './time-epoch.js';
import { timeHour } from './time-hour.js';
import { timeMin } from './time-min.js';
import { timeMon } from './time-mon.js';
import { timeSec } from './time-sec.js';
import { timeWday } from './time-wday.js';
import { timeYear } from './time-year.js';
import { tx } from './tx.js';
import { uniqueId } from './unique-id.js';
import { urlencodedError } from './urlencoded-error.js';
import { user } from './user.js';
import { userid } from './userid.js';
import { webappid } from './webappid.js';
import { xml } from './xml.js';

export { UNSUPPORTED_VARIABLES } from './unsupported.js';

/** All variables by upper-case name: the one place that lists them. */
export const VARIABLES: ReadonlyMap<string, VariableSpec> = new Map(
  [
    argsGet,
    argsPost,
    argsGetNames,
    argsPostNames,
    args,
    argsNames,
    argsCombinedSize,
    requestBody,
    requestBodyLength,
    fullRequest,
    fullRequestLength,
    reqbodyProcessor,
    reqbodyError,
    reqbodyErrorMsg,
    reqbodyProcessorError,
    reqbodyProcessorErrorMsg,
    inboundDataError,
    xml,
    remoteAddr,
    remoteHost,
    remoteUser,
    remotePort,
    serverAddr,
    serverPort,
    serverName,
    uniqueId,
    webappid,
    modsecBuild,
    mscPcreError,
    mscPcreLimitsExceeded,
    geo,
    requestHeaders,
    requestHeadersNames,
    requestCookies,
    requestCookiesNames,
    authType,
    responseHeaders,
    responseHeadersNames,
    tx,
    matchedVar,
    matchedVarName,
    matchedVars,
    matchedVarsNames,
    highestSeverity,
    rule,
    multipartBoundaryQuoted,
    multipartBoundaryWhitespace,
    multipartDataBefore,
    multipartDataAfter,
    multipartHeaderFolding,
    multipartCrlfLfLines,
    multipartLfLine,
    multipartSemicolonMissing,
    multipartMissingSemicolon,
    multipartInvalidQuoting,
    multipartInvalidHeaderFolding,
    multipartInvalidPart,
    multipartFileLimitExceeded,
    multipartStrictError,
    multipartUnmatchedBoundary,
    multipartPartHeaders,
    files,
    filesNames,
    filesSizes,
    filesCombinedSize,
    filesTmpContent,
    multipartFilename,
    multipartName,
    ip,
    globalRecord,
    resource,
    session,
    user,
    sessionid,
    userid,
    env,
    requestLine,
    requestMethod,
    requestProtocol,
    requestUri,
    requestUriRaw,
    requestFilename,
    requestBasename,
    queryString,
    pathInfo,
    urlencodedError,
    responseStatus,
    statusLine,
    responseProtocol,
    responseContentType,
    responseContentLength,
    responseBody,
    outboundDataError,
    time,
    timeEpoch,
    timeYear,
    timeMon,
    timeDay,
    timeWday,
    timeHour,
    timeMin,
    timeSec,
    duration,
  ].map(spec => [spec.name, spec]),
);

/** @param name in upper case */
export function findVariable(name: string): VariableSpec | undefined {
  return VARIABLES.get(name);
}
