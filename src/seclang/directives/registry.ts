import { CHANGE_DIRECTIVES } from './changes.js';
import { ENGINE_DIRECTIVES } from './engine.js';
import type { DirectiveSpec } from './spec.js';

/** Every directive but SecRule, SecAction, SecMarker, SecDefaultAction and Include, by lower-case name. */
export const DIRECTIVES: ReadonlyMap<string, DirectiveSpec> = new Map(
  [...ENGINE_DIRECTIVES, ...CHANGE_DIRECTIVES].map(spec => [spec.name.toLowerCase(), spec]),
);

/** Directives of the manual that a gateway does not have, and why: a load error that says so. */
export const UNSUPPORTED_DIRECTIVES: ReadonlyMap<string, string> = new Map([
  ['secrulescript', 'rules do not run Lua'],
  ['secruleperftime', 'see the metrics of the gateway'],
  ['secremoterules', 'rules are not loaded over the network; keep them in files'],
  ['secremoterulesfailaction', 'rules are not loaded over the network; keep them in files'],
  ['secguardianlog', 'use the audit log'],
  ['sechttpblkey', 'rules ask no DNS; use an address list of the gate'],
  ['secgsblookupdb', 'use an address list of the gate'],
  ['secchrootdir', 'use the sandbox of your service manager'],
  ['secconnengine', 'use the limits of the gateway'],
  ['secconnreadstatelimit', 'use the limits of the gateway'],
  ['secconnwritestatelimit', 'use the limits of the gateway'],
  ['seccontentinjection', 'responses are forwarded as they are'],
  ['secdisablebackendcompression', 'responses are decoded for inspection'],
  ['sechashengine', 'pages are not signed'],
  ['sechashkey', 'pages are not signed'],
  ['sechashparam', 'pages are not signed'],
  ['sechashmethodrx', 'pages are not signed'],
  ['sechashmethodpm', 'pages are not signed'],
  ['secinterceptonerror', 'set waf.onFault in the YAML'],
  ['secruleinheritance', 'a site names the rule files it wants'],
  ['secsensorid', 'name the gateway where its logs are collected'],
  ['secstreaminbodyinspection', 'bodies are inspected whole'],
  ['secstreamoutbodyinspection', 'bodies are inspected whole'],
  ['secxmlexternalentity', 'external entities are never read'],
]);
