import type { Mode } from '../core/index.js';

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
  /** SecCollectionTimeout, seconds. Default 3,600. */
  collectionTimeout: number;
  /** SecComponentSignature, in order. */
  componentSignatures: readonly string[];
  /** SecWebAppId. */
  webAppId: string;
}

export function defaultSettings(): Settings {
  return {
    ruleEngine: null,
    requestBodyAccess: true,
    requestBodyLimit: null,
    requestBodyNoFilesLimit: null,
    requestBodyLimitAction: null,
    requestBodyDepthLimit: 512,
    argumentsLimit: 1000,
    argumentSeparator: '&',
    responseBodyAccess: false,
    responseBodyLimit: 524_288,
    responseBodyLimitAction: 'process-partial',
    responseBodyMimeTypes: ['text/plain', 'text/html', 'text/xml'],
    collectionTimeout: 3600,
    componentSignatures: [],
    webAppId: 'default',
  };
}
