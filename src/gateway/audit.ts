import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LoadedConfig } from '../config/index.js';
import { DEFAULT_AUDIT_PARTS, type Problems } from '../core/index.js';
import type { Plan } from '../inspect/index.js';
import { type AuditPolicy, type AuditWhich, isRelevantStatus, type SyslogTarget } from '../observe/index.js';

/** The audit log in force: where it is written, and what. */
export interface RunningAudit {
  /** Absolute path, or null when there is none. */
  readonly file: string | null;
  /** A receiver that gets the same lines, or null. */
  readonly syslog: SyslogTarget | null;
  /** Permissions of a file that is made, or null for the default. */
  readonly mode: number | null;
  readonly policy: AuditPolicy;
}

const ENGINE_WORDS: Readonly<Record<AuditWhich, string>> = {
  all: 'On',
  relevant: 'RelevantOnly',
  off: 'Off',
};

/**
 * The audit log as the YAML has it, with what rule files say (SecAudit…) where it says nothing. A key in the YAML wins;
 * where a rule file says otherwise, `check` warns.
 */
export function effectiveAudit(
  loaded: LoadedConfig,
  settings: Plan['settings'],
  problems: Problems,
): RunningAudit {
  const which = whichOf(loaded, settings, problems);
  const file = which === 'off' ? null : fileOf(loaded, settings, problems);
  const { syslog } = loaded.config.audit;
  const statuses = settings.auditLogRelevantStatus;
  return Object.freeze({
    file,
    syslog,
    mode: settings.auditLogFileMode,
    policy: Object.freeze({
      which: file === null && syslog === null ? 'off' : which,
      relevantStatus: statuses === null ? isRelevantStatus : (status: number) => statuses.has(status),
      parts: settings.auditLogParts ?? DEFAULT_AUDIT_PARTS,
      components: settings.componentSignatures,
      webAppId: settings.webAppId === 'default' ? null : settings.webAppId,
    }),
  });
}

function whichOf(loaded: LoadedConfig, { auditEngine }: Plan['settings'], problems: Problems): AuditWhich {
  const { which, unset } = loaded.config.audit;
  if (auditEngine === null || auditEngine === which) return which;
  if (unset.which) return auditEngine;
  problems.warning(
    loaded.place(['audit', 'which']),
    `audit.which is ${which}, but a rule file says SecAuditEngine ${ENGINE_WORDS[auditEngine]}`,
    'the YAML wins; take one of them out',
  );
  return which;
}

function fileOf(loaded: LoadedConfig, { auditLog }: Plan['settings'], problems: Problems): string | null {
  const { file, syslog, unset } = loaded.config.audit;
  if (unset.file) {
    if (auditLog === null && syslog !== null) return null;
    if (auditLog === null) {
      problems.warning(
        loaded.place(['audit']),
        'SecAuditEngine asks for an audit log, but there is no file for it',
        'write audit.file, or SecAuditLog in a rule file',
      );
      return null;
    }
    const folder = dirname(auditLog.file);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
      problems.warning(auditLog.place, `there is no folder ${folder} yet`, 'make it before the start');
    }
    return auditLog.file;
  }
  if (auditLog !== null && auditLog.file !== file) {
    problems.warning(
      loaded.place(['audit', 'file']),
      `audit.file is ${file}, but a rule file says SecAuditLog ${auditLog.file}`,
      'the YAML wins; take one of them out',
    );
  }
  return file;
}
