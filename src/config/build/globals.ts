import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import type {
  AuditConfig,
  BansConfig,
  Config,
  LimitsConfig,
  ListConfig,
  LogConfig,
  StateConfig,
} from '../config.js';
import type { root } from '../schema/root.js';
import type { Section } from '../source.js';
import type { BuildContext } from './context.js';
import { logFile, requireFile, requireText } from './files.js';
import { checkEntries, checkGate, resolveCountries } from './gate.js';
import { warnOfNetworks } from './networks.js';
import type { SiteSurroundings } from './site.js';

/** The sections that hold for the whole process, past their schema. */
type Written = z.output<typeof root>;

/** @param folder of the state, or null when none is kept */
export function buildLists(
  written: Written['lists'],
  folder: string | null,
  section: Section,
  context: BuildContext,
): ListConfig[] {
  return Object.entries(written).map(([name, source]) => {
    const at = section.at(name);
    if ('cidrs' in source) {
      warnOfNetworks(source.cidrs, null, at.at('cidrs'));
      return { name, source };
    }
    if ('url' in source) {
      if (folder === null)
        at.at('url').error(
          `${at.name} is fetched, and there is no folder for its copy`,
          'expected state.folder',
        );
      return { name, source: { ...source, file: join(folder ?? '', 'feeds', `${name}.txt`) } };
    }
    return {
      name,
      source: { ...source, file: requireFile(source.file, at.at('file'), context) ?? source.file },
    };
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

export function buildBans(
  written: Written['bans'],
  lists: ReadonlySet<string>,
  section: Section,
): BansConfig {
  checkEntries(written.never, 'then nobody is ever banned', lists, section.at('never'));
  if (written.longest < written.for) {
    section
      .at('longest')
      .error('bans.longest is shorter than bans.for', 'expected the longest ban to be at least the first');
  }
  return written;
}

/** Where state is kept when nothing is written, from the folder of the configuration. */
const STATE_FOLDER = 'sekisho-state';

/** @param environment systemd.exec(5) names the folder of the service in it, several with colons between */
export function buildState(
  written: Written['state'],
  section: Section,
  environment: NodeJS.ProcessEnv = process.env,
): StateConfig {
  const { folder: base } = section.source;
  const [named = ''] = (environment.STATE_DIRECTORY ?? '').split(':');
  const chosen = written.folder ?? (named === '' ? STATE_FOLDER : named);
  const folder = chosen === 'off' ? null : resolve(base, chosen);
  if (written.socket === 'off') return { folder, socket: null };
  if (written.socket !== undefined) return { folder, socket: resolve(base, written.socket) };
  return { folder, socket: folder === null ? null : join(folder, 'control.sock') };
}

const LEAST_TOKEN = 16;

/** Reads the token's file; what is kept of it is a hash. */
export function buildAdmin(
  written: Written['admin'],
  { lists, groups }: Pick<SiteSurroundings, 'lists' | 'groups'>,
  section: Section,
  context: BuildContext,
): Config['admin'] {
  const gate = written.gate === undefined ? null : resolveCountries(written.gate, groups, section.at('gate'));
  if (gate !== null) checkGate(gate, lists, section.at('gate'));
  return { token: readToken(written.token, section, context), gate };
}

function readToken(file: string | undefined, section: Section, context: BuildContext): string | null {
  if (file === undefined) return null;
  const at = section.at('token');
  const read = requireText(file, 4096, at, context);
  if (read === null) return null;
  const { mode } = statSync(read.file);
  if ((mode & 0o077) !== 0) {
    at.error(
      `${at.name}: others may read the file (mode ${(mode & 0o777).toString(8).padStart(4, '0')})`,
      'expected mode 0600',
    );
  }
  const token = read.text.replace(/[\r\n]+$/, '');
  if (!/^[\x21-\x7e]+$/.test(token) || token.length < LEAST_TOKEN) {
    at.error(
      `${at.name}: the file does not hold a token`,
      `expected one line of at least ${LEAST_TOKEN} visible ASCII characters`,
    );
  }
  return createHash('sha256').update(token).digest('hex');
}
