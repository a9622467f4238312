/** Facilities of RFC 5424 section 6.2.1 that a program may be given, with their codes. */
export const SYSLOG_FACILITIES = {
  user: 1,
  daemon: 3,
  auth: 4,
  authpriv: 10,
  audit: 13,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
} as const;

export type SyslogFacility = keyof typeof SYSLOG_FACILITIES;

/** Severity `notice`: normal, but significant. */
const NOTICE = 5;

/** What a header of RFC 5424 may hold: printable US-ASCII. */
function printable(text: string, most: number): string {
  const kept = text.replace(/[^!-~]/g, '').slice(0, most);
  return kept === '' ? '-' : kept;
}

/** Makes messages of RFC 5424: a header with the time, no structured data, and the line as it is, in UTF-8 without a BOM. */
export class SyslogFrames {
  readonly #before: string;
  readonly #after: string;

  /** @param host name of this machine @param messageId what kind of message it is */
  constructor(facility: SyslogFacility, host: string, pid: number, messageId: string) {
    this.#before = `<${SYSLOG_FACILITIES[facility] * 8 + NOTICE}>1 `;
    this.#after = ` ${printable(host, 255)} sekisho ${pid} ${printable(messageId, 32)} - `;
  }

  /** @param line without its newline @param now milliseconds since 1970 */
  message(line: string, now = Date.now()): Buffer {
    return Buffer.from(`${this.#before}${new Date(now).toISOString()}${this.#after}${line}`, 'utf8');
  }

  /** The same for a stream, its length before it (octet counting, RFC 6587 section 3.4.1 and RFC 5425 section 4.3). */
  framed(line: string, now = Date.now()): Buffer {
    const message = this.message(line, now);
    return Buffer.concat([Buffer.from(`${message.length} `, 'latin1'), message]);
  }
}
