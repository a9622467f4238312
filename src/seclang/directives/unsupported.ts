/** A directive that is left out. With `offIsFine` the argument Off, which asks for what is the case here, is taken. */
export interface LeftOutDirective {
  readonly name: string;
  readonly reason: string;
  readonly offIsFine?: boolean;
}

/**
 * Directives of the manual that a gateway does not have, and why: a load error that says so. Those of local housekeeping
 * (places of files, limits of memory) are warnings instead, each in its own file: ignoring them makes nothing less safe.
 */
export const LEFT_OUT_DIRECTIVES: readonly LeftOutDirective[] = [
  {
    name: 'SecAuditLog2',
    reason: 'the audit log is one file (`audit.file` in the YAML); copy it where it is collected',
  },
  { name: 'SecChrootDir', reason: 'use the sandbox of your service manager' },
  { name: 'SecConnEngine', reason: 'use the limits of the gateway', offIsFine: true },
  { name: 'SecConnReadStateLimit', reason: 'use the limits of the gateway' },
  { name: 'SecConnWriteStateLimit', reason: 'use the limits of the gateway' },
  { name: 'SecContentInjection', reason: 'responses are forwarded as they are', offIsFine: true },
  { name: 'SecCookieV0Separator', reason: 'cookies are separated by ; as browsers send them' },
  {
    name: 'SecDisableBackendCompression',
    reason: 'compressed responses are decoded for inspection',
    offIsFine: true,
  },
  { name: 'SecGsbLookupDb', reason: 'use an address list of the gate' },
  { name: 'SecGuardianLog', reason: 'use the audit log' },
  { name: 'SecHashEngine', reason: 'pages are not signed', offIsFine: true },
  { name: 'SecHashKey', reason: 'pages are not signed' },
  { name: 'SecHashMethodPm', reason: 'pages are not signed' },
  { name: 'SecHashMethodRx', reason: 'pages are not signed' },
  { name: 'SecHashParam', reason: 'pages are not signed' },
  { name: 'SecHttpBlKey', reason: 'rules ask no DNS; use an address list of the gate' },
  { name: 'SecInterceptOnError', reason: 'set waf.onFault in the YAML' },
  ...[
    'SecPdfProtect',
    'SecPdfProtectMethod',
    'SecPdfProtectSecret',
    'SecPdfProtectTimeout',
    'SecPdfProtectTokenName',
  ].map(name => ({
    name,
    reason: 'browsers mended what it protected from in 2007; links are not signed',
    offIsFine: name === 'SecPdfProtect',
  })),
  { name: 'SecReadStateLimit', reason: 'use the limits of the gateway' },
  { name: 'SecRemoteRules', reason: 'rules are not loaded over the network; keep them in files' },
  { name: 'SecRemoteRulesFailAction', reason: 'rules are not loaded over the network; keep them in files' },
  { name: 'SecRuleInheritance', reason: 'a site names the rule files it wants' },
  { name: 'SecRulePerfTime', reason: 'see the metrics of the gateway' },
  { name: 'SecRuleScript', reason: 'rules do not run Lua' },
  { name: 'SecSensorId', reason: 'name the gateway where its logs are collected' },
  { name: 'SecServerSignature', reason: 'set Server with `responseHeaders` of the site in the YAML' },
  { name: 'SecStreamInBodyInspection', reason: 'bodies are inspected whole', offIsFine: true },
  { name: 'SecStreamOutBodyInspection', reason: 'bodies are inspected whole', offIsFine: true },
  {
    name: 'SecTmpSaveUploadedFiles',
    reason: 'uploads are not kept in files; rules see them in FILES_TMP_CONTENT',
    offIsFine: true,
  },
  { name: 'SecUnicodeCodePage', reason: 'name the code page with SecUnicodeMapFile' },
  {
    name: 'SecUploadKeepFiles',
    reason:
      'uploads are not kept; rules see them in FILES_TMP_CONTENT, and part J of the audit log lists them',
    offIsFine: true,
  },
  { name: 'SecWriteStateLimit', reason: 'use the limits of the gateway' },
  { name: 'SecXmlExternalEntity', reason: 'external entities are never read', offIsFine: true },
];

/** The same by lower-case name. */
export const UNSUPPORTED_DIRECTIVES: ReadonlyMap<string, LeftOutDirective> = new Map(
  LEFT_OUT_DIRECTIVES.map(directive => [directive.name.toLowerCase(), directive]),
);
