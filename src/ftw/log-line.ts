/** What a log line is made of: a match as the engine or the audit log has it. */
export interface LoggedMatch {
  readonly id: number;
  readonly msg: string;
  readonly logdata: string;
  readonly tags: readonly string[];
  readonly target: string;
  readonly file: string;
  readonly line: number;
}

/**
 * A match in the bracketed form of ModSecurity's error log, which the regexes of go-ftw tests are written against
 * (`[id "942100"] [msg "…"] [data "…"]`).
 */
export function logLine(match: LoggedMatch): string {
  const tags = match.tags.map(tag => ` [tag "${tag}"]`).join('');
  return (
    `Matched at ${match.target}. [file "${match.file}"] [line "${match.line}"] [id "${match.id}"] ` +
    `[msg "${match.msg}"] [data "${match.logdata}"]${tags}`
  );
}
