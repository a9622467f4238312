import type { z } from 'zod';
import type { AuditConfig, LimitsConfig, ListConfig, LogConfig } from '../config.js';
import type { root } from '../schema/root.js';
import type { Section } from '../source.js';
import type { BuildContext } from './context.js';
import { logFile, requireFile } from './files.js';
import { warnOfNetworks } from './networks.js';

/** The sections that hold for the whole process, past their schema. */
type Written = z.output<typeof root>;

export function buildLists(written: Written['lists'], section: Section, context: BuildContext): ListConfig[] {
  return Object.entries(written).map(([name, source]) => {
    const at = section.at(name);
    if ('cidrs' in source) {
      warnOfNetworks(source.cidrs, null, at.at('cidrs'));
      return { name, source };
    }
    return { name, source: { file: requireFile(source.file, at.at('file'), context) ?? source.file } };
  });
}

export function buildLog(written: Written['log'], section: Section): LogConfig {
  const { access, format, level } = written;
  if (access === 'off') return { access: null, format, level };
  return { access: access === '-' ? access : logFile(access, section.at('access')), format, level };
}

export function buildAudit(written: Written['audit'], section: Section): AuditConfig {
  const { file, mask } = written;
  const syslog =
    written.syslog === undefined ? null : { ...written.syslog.to, facility: written.syslog.facility };
  const isAnywhere = file !== undefined || syslog !== null;
  const which = written.which ?? (!isAnywhere ? 'off' : 'relevant');
  if (!isAnywhere && which !== 'off') {
    section
      .at('which')
      .error(
        `audit.which is ${which}, but there is no audit.file and no audit.syslog`,
        'expected the path of a file',
      );
  }
  const path = file === undefined ? null : logFile(file, section.at('file'));
  const unset = { file: file === undefined, which: written.which === undefined };
  return { file: which === 'off' ? null : path, syslog: which === 'off' ? null : syslog, which, mask, unset };
}

export function buildLimits(written: Written['limits'], section: Section): LimitsConfig {
  const { uriLength, headBytes } = written;
  if (uriLength > headBytes) {
    section
      .at('uriLength')
      .error(
        `limits.uriLength ${uriLength} is more than limits.headBytes ${headBytes}`,
        'expected a request target that fits into the head',
      );
  }
  return written;
}
