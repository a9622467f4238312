import type { Mode, Place, XmlIntoArgs } from '../core/index.js';
import type { UnicodeMap } from './transformations/index.js';

/**
 * What directives other than rules set, with the defaults of the ModSecurity v3 reference manual except where a
 * gateway must be stricter. Sizes are bytes.
 */
export interface Settings {
  /** SecRuleEngine; null when no rule file says so. */
  ruleEngine: Mode | null;
  /** SecRequestBodyAccess. Default on. */
  requestBodyAccess: boolean;
  /** SecRequestBodyLimit; null when no rule file says so. */
  requestBodyLimit: number | null;
  /** SecRequestBodyNoFilesLimit; null when no rule file says so. */
  requestBodyNoFilesLimit: number | null;
  /** SecRequestBodyLimitAction; null when no rule file says so. */
  requestBodyLimitAction: 'reject' | 'process-partial' | null;
  /** SecRequestBodyJsonDepthLimit. Default 512. */
  requestBodyDepthLimit: number;
  /** SecParseXmlIntoArgs. Default off. */
  xmlIntoArgs: XmlIntoArgs;
  /** SecArgumentsLimit. Default 1,000. */
  argumentsLimit: number;
  /** SecArgumentSeparator. Default `&`. */
  argumentSeparator: string;
  /** SecResponseBodyAccess. Default off. */
  responseBodyAccess: boolean;
  /** SecResponseBodyLimit. Default 524,288. */
  responseBodyLimit: number;
  /** SecResponseBodyLimitAction. Default process-partial. */
  responseBodyLimitAction: 'reject' | 'process-partial';
  /** SecResponseBodyMimeType, lower case. */
  responseBodyMimeTypes: readonly string[];
  /** SecUploadFileLimit. Default 100. */
  uploadFileLimit: number;
  /** SecCollectionTimeout, seconds. Default 3,600. */
  collectionTimeout: number;
  /** SecComponentSignature, in order. */
  componentSignatures: readonly string[];
  /** SecWebAppId. */
  webAppId: string;
  /** SecUnicodeMapFile: what urlDecodeUni makes of `%uHHHH`; null: its own rule. */
  unicodeMap: UnicodeMap | null;
  /** SecGeoLookupDb: absolute path and the place of the directive; null when no rule file says so. */
  geoLookupDb: FileSetting | null;
  /** SecAuditEngine; null when no rule file says so. */
  auditEngine: 'all' | 'relevant' | 'off' | null;
  /** SecAuditLog: absolute path and the place of the directive; null when no rule file says so. */
  auditLog: FileSetting | null;
  /** SecAuditLogFileMode; null when no rule file says so. */
  auditLogFileMode: number | null;
  /** SecAuditLogParts, sorted letters; null when no rule file says so. */
  auditLogParts: string | null;
  /** SecAuditLogRelevantStatus: every status that its regex matches; null when no rule file says so. */
  auditLogRelevantStatus: ReadonlySet<number> | null;
}

/** A file that a rule file names, and where it does. */
export interface FileSetting {
  readonly file: string;
  readonly place: Place;
}

/** Media types of responses until a rule file names some. */
export const DEFAULT_MIME_TYPES: readonly string[] = Object.freeze(['text/plain', 'text/html', 'text/xml']);

export function defaultSettings(): Settings {
  return {
    ruleEngine: null,
    requestBodyAccess: true,
    requestBodyLimit: null,
    requestBodyNoFilesLimit: null,
    requestBodyLimitAction: null,
    requestBodyDepthLimit: 512,
    xmlIntoArgs: 'off',
    argumentsLimit: 1000,
    argumentSeparator: '&',
    responseBodyAccess: false,
    responseBodyLimit: 524_288,
    responseBodyLimitAction: 'process-partial',
    responseBodyMimeTypes: DEFAULT_MIME_TYPES,
    uploadFileLimit: 100,
    collectionTimeout: 3600,
    componentSignatures: [],
    webAppId: 'default',
    unicodeMap: null,
    geoLookupDb: null,
    auditEngine: null,
    auditLog: null,
    auditLogFileMode: null,
    auditLogParts: null,
    auditLogRelevantStatus: null,
  };
}
