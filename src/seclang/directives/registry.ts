import { secArgumentSeparator } from './sec-argument-separator.js';
import { secArgumentsLimit } from './sec-arguments-limit.js';
import { secAuditEngine } from './sec-audit-engine.js';
import { secAuditLog } from './sec-audit-log.js';
import { secAuditLogDirMode } from './sec-audit-log-dir-mode.js';
import { secAuditLogFileMode } from './sec-audit-log-file-mode.js';
import { secAuditLogFormat } from './sec-audit-log-format.js';
import { secAuditLogParts } from './sec-audit-log-parts.js';
import { secAuditLogRelevantStatus } from './sec-audit-log-relevant-status.js';
import { secAuditLogStorageDir } from './sec-audit-log-storage-dir.js';
import { secAuditLogType } from './sec-audit-log-type.js';
import { secCacheTransformations } from './sec-cache-transformations.js';
import { secCollectionTimeout } from './sec-collection-timeout.js';
import { secComponentSignature } from './sec-component-signature.js';
import { secCookieFormat } from './sec-cookie-format.js';
import { secDataDir } from './sec-data-dir.js';
import { secDebugLog } from './sec-debug-log.js';
import { secDebugLogLevel } from './sec-debug-log-level.js';
import { secGeoLookupDb } from './sec-geo-lookup-db.js';
import { secParseXmlIntoArgs } from './sec-parse-xml-into-args.js';
import { secPcreMatchLimit } from './sec-pcre-match-limit.js';
import { secPcreMatchLimitRecursion } from './sec-pcre-match-limit-recursion.js';
import { secRequestBodyAccess } from './sec-request-body-access.js';
import { secRequestBodyInMemoryLimit } from './sec-request-body-in-memory-limit.js';
import { secRequestBodyJsonDepthLimit } from './sec-request-body-json-depth-limit.js';
import { secRequestBodyLimit } from './sec-request-body-limit.js';
import { secRequestBodyLimitAction } from './sec-request-body-limit-action.js';
import { secRequestBodyNoFilesLimit } from './sec-request-body-no-files-limit.js';
import { secResponseBodyAccess } from './sec-response-body-access.js';
import { secResponseBodyLimit } from './sec-response-body-limit.js';
import { secResponseBodyLimitAction } from './sec-response-body-limit-action.js';
import { secResponseBodyMimeType } from './sec-response-body-mime-type.js';
import { secResponseBodyMimeTypesClear } from './sec-response-body-mime-types-clear.js';
import { secRuleEngine } from './sec-rule-engine.js';
import { secRuleRemoveById } from './sec-rule-remove-by-id.js';
import { secRuleRemoveByMsg } from './sec-rule-remove-by-msg.js';
import { secRuleRemoveByTag } from './sec-rule-remove-by-tag.js';
import { secRuleUpdateActionById } from './sec-rule-update-action-by-id.js';
import { secRuleUpdateTargetById } from './sec-rule-update-target-by-id.js';
import { secRuleUpdateTargetByMsg } from './sec-rule-update-target-by-msg.js';
import { secRuleUpdateTargetByTag } from './sec-rule-update-target-by-tag.js';
import { secStatusEngine } from './sec-status-engine.js';
import { secTmpDir } from './sec-tmp-dir.js';
import { secUnicodeMapFile } from './sec-unicode-map-file.js';
import { secUploadDir } from './sec-upload-dir.js';
import { secUploadFileLimit } from './sec-upload-file-limit.js';
import { secUploadFileMode } from './sec-upload-file-mode.js';
import { secWebAppId } from './sec-web-app-id.js';
import type { DirectiveSpec } from './spec.js';

export { LANGUAGE_DIRECTIVES } from './language.js';
export { LEFT_OUT_DIRECTIVES, UNSUPPORTED_DIRECTIVES } from './unsupported.js';

/** Every directive but those of the language itself (`LANGUAGE_DIRECTIVES`), by lower-case name. */
export const DIRECTIVES: ReadonlyMap<string, DirectiveSpec> = new Map(
  [
    secArgumentSeparator,
    secArgumentsLimit,
    secAuditEngine,
    secAuditLog,
    secAuditLogDirMode,
    secAuditLogFileMode,
    secAuditLogFormat,
    secAuditLogParts,
    secAuditLogRelevantStatus,
    secAuditLogStorageDir,
    secAuditLogType,
    secCacheTransformations,
    secCollectionTimeout,
    secComponentSignature,
    secCookieFormat,
    secDataDir,
    secDebugLog,
    secDebugLogLevel,
    secGeoLookupDb,
    secParseXmlIntoArgs,
    secPcreMatchLimit,
    secPcreMatchLimitRecursion,
    secRequestBodyAccess,
    secRequestBodyInMemoryLimit,
    secRequestBodyJsonDepthLimit,
    secRequestBodyLimit,
    secRequestBodyLimitAction,
    secRequestBodyNoFilesLimit,
    secResponseBodyAccess,
    secResponseBodyLimit,
    secResponseBodyLimitAction,
    secResponseBodyMimeType,
    secResponseBodyMimeTypesClear,
    secRuleEngine,
    secRuleRemoveById,
    secRuleRemoveByMsg,
    secRuleRemoveByTag,
    secRuleUpdateActionById,
    secRuleUpdateTargetById,
    secRuleUpdateTargetByMsg,
    secRuleUpdateTargetByTag,
    secStatusEngine,
    secTmpDir,
    secUnicodeMapFile,
    secUploadDir,
    secUploadFileLimit,
    secUploadFileMode,
    secWebAppId,
  ].map((spec: DirectiveSpec) => [spec.name.toLowerCase(), spec]),
);
