import type { Mode } from '../../core/index.js';
import { SyntaxProblem } from '../words.js';
import { choice, elsewhere, number, only } from './make.js';
import type { DirectiveSpec } from './spec.js';

const ON_OFF = { On: true, Off: false };

export const ENGINE_DIRECTIVES: readonly DirectiveSpec[] = [
  choice<Mode>(
    'SecRuleEngine',
    'On blocks, DetectionOnly records, Off does not inspect. `waf.mode` in the YAML wins.',
    { On: 'block', DetectionOnly: 'detect', Off: 'off' },
    (scope, value) => {
      scope.settings.ruleEngine = value;
    },
  ),
  choice(
    'SecRequestBodyAccess',
    'Whether request bodies are inspected. Default On.',
    ON_OFF,
    (scope, value) => {
      scope.settings.requestBodyAccess = value;
    },
  ),
  number(
    'SecRequestBodyLimit',
    'Largest request body in bytes. `bodyLimit` in the YAML wins.',
    13_107_200,
    (scope, value) => {
      scope.settings.requestBodyLimit = value;
    },
  ),
  number(
    'SecRequestBodyNoFilesLimit',
    'Largest request body in bytes, files left out.',
    131_072,
    (scope, value) => {
      scope.settings.requestBodyNoFilesLimit = value;
    },
  ),
  choice<'reject' | 'process-partial'>(
    'SecRequestBodyLimitAction',
    'What happens over the limit. `overBodyLimit` in the YAML wins.',
    { Reject: 'reject', ProcessPartial: 'process-partial' },
    (scope, value) => {
      scope.settings.requestBodyLimitAction = value;
    },
  ),
  number(
    'SecRequestBodyJsonDepthLimit',
    'Deepest nesting of a JSON or XML body. Default 512.',
    512,
    (scope, value) => {
      scope.settings.requestBodyDepthLimit = value;
    },
  ),
  number('SecArgumentsLimit', 'Most arguments of one request. Default 1,000.', 1000, (scope, value) => {
    scope.settings.argumentsLimit = value;
  }),
  {
    name: 'SecArgumentSeparator',
    summary: 'The char between urlencoded arguments. Default &.',
    example: 'SecArgumentSeparator &',
    apply(directive, args, scope) {
      const word = only(directive, args, '&');
      if (word.text.length !== 1)
        throw new SyntaxProblem(word.place(), `the separator ${JSON.stringify(word.text)}`, 'write one char');
      scope.settings.argumentSeparator = word.text;
    },
  },
  choice(
    'SecResponseBodyAccess',
    'Whether response bodies are inspected. Default Off.',
    ON_OFF,
    (scope, value) => {
      scope.settings.responseBodyAccess = value;
    },
  ),
  number(
    'SecResponseBodyLimit',
    'How much of a response body is inspected, in bytes. Default 524,288.',
    524_288,
    (scope, value) => {
      scope.settings.responseBodyLimit = value;
    },
  ),
  choice<'reject' | 'process-partial'>(
    'SecResponseBodyLimitAction',
    'What happens to a response over the limit. Default ProcessPartial.',
    { Reject: 'reject', ProcessPartial: 'process-partial' },
    (scope, value) => {
      scope.settings.responseBodyLimitAction = value;
    },
  ),
  {
    name: 'SecResponseBodyMimeType',
    summary: 'Media types of response bodies to inspect.',
    example: 'SecResponseBodyMimeType text/plain text/html text/xml',
    apply(_directive, args, scope) {
      scope.settings.responseBodyMimeTypes = args.map(word => word.text.toLowerCase());
    },
  },
  {
    name: 'SecResponseBodyMimeTypesClear',
    summary: 'Forgets the media types set so far.',
    example: 'SecResponseBodyMimeTypesClear',
    apply(_directive, _args, scope) {
      scope.settings.responseBodyMimeTypes = [];
    },
  },
  number(
    'SecCollectionTimeout',
    'Seconds that a record of a persistent collection lives. Default 3,600.',
    3600,
    (scope, value) => {
      scope.settings.collectionTimeout = value;
    },
  ),
  {
    name: 'SecComponentSignature',
    summary: 'Names a rule set and its version.',
    example: 'SecComponentSignature "acme-rules/1.0"',
    apply(directive, args, scope) {
      scope.settings.componentSignatures = [
        ...scope.settings.componentSignatures,
        only(directive, args, '"NAME/VERSION"').text,
      ];
    },
  },
  {
    name: 'SecWebAppId',
    summary: 'WEBAPPID: keeps the collections of two applications apart.',
    example: 'SecWebAppId shop',
    apply(directive, args, scope) {
      scope.settings.webAppId = only(directive, args, 'NAME').text;
    },
  },
  elsewhere('SecUnicodeMapFile', 'urlDecodeUni maps full-width forms to ASCII by a table of its own'),
  elsewhere('SecAuditEngine', 'set `audit.which` in the YAML'),
  elsewhere('SecAuditLog', 'set `audit.file` in the YAML'),
  elsewhere('SecAuditLog2', 'set `audit.file` in the YAML'),
  elsewhere('SecAuditLogDirMode', 'set `audit.file` in the YAML'),
  elsewhere('SecAuditLogFileMode', 'audit files are made with mode 0640'),
  elsewhere('SecAuditLogFormat', 'the audit log is JSON lines'),
  elsewhere('SecAuditLogParts', 'the audit log has all parts but bodies'),
  elsewhere('SecAuditLogRelevantStatus', 'relevant are matches and statuses 4xx but 404, and 5xx'),
  elsewhere('SecAuditLogStorageDir', 'set `audit.file` in the YAML'),
  elsewhere('SecAuditLogType', 'the audit log is one file of JSON lines'),
  elsewhere('SecCookieFormat', 'cookies are read as browsers send them'),
  elsewhere('SecDataDir', 'collections are kept in memory'),
  elsewhere('SecDebugLog', 'set `log.level` in the YAML'),
  elsewhere('SecDebugLogLevel', 'set `log.level` in the YAML'),
  elsewhere('SecGeoLookupDb', 'set `geoip.country` in the YAML'),
  elsewhere('SecPcreMatchLimit', 'regexes run in linear time, or within a step limit of their own'),
  elsewhere('SecPcreMatchLimitRecursion', 'regexes run in linear time, or within a step limit of their own'),
  elsewhere('SecRequestBodyInMemoryLimit', 'set `bodyLimit` in the YAML'),
  elsewhere('SecServerSignature', 'responses are forwarded with the header the site sends'),
  elsewhere('SecStatusEngine', 'the gateway calls nobody'),
  elsewhere('SecTmpDir', 'set `limits` in the YAML'),
  elsewhere('SecTmpSaveUploadedFiles', 'uploads are not kept'),
  elsewhere('SecUploadDir', 'uploads are not kept'),
  elsewhere('SecUploadFileMode', 'uploads are not kept'),
  elsewhere('SecUploadFileLimit', 'use SecArgumentsLimit'),
  elsewhere('SecUploadKeepFiles', 'uploads are not kept'),
];
