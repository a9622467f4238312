/** What `exclude` needs of a line of the audit log. Text is byte strings. */
export interface AuditedRequest {
  readonly site: string;
  readonly ip: string;
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly matches: readonly { readonly target: string; readonly value: string }[];
}

/** A line that is none of an audit log, or lacks what is needed. */
export class AuditLineError extends Error {}

/** @throws AuditLineError saying what was found, and what would be right */
export function parseAuditLine(line: string): AuditedRequest {
  const record = objectOf(parseJson(line), 'the line');
  const request = objectOf(record['request'], '"request"');
  const client = objectOf(record['client'], '"client"');
  const headers = request['headers'] === undefined ? {} : objectOf(request['headers'], '"headers"');
  const rules = record['rules'];
  if (!Array.isArray(rules) || rules.length === 0) {
    throw new AuditLineError('no rule matched in this line: there is nothing to exclude');
  }
  return {
    site: textOf(record['site'], '"site"'),
    ip: textOf(client['ip'], '"ip"'),
    method: textOf(request['method'], '"method"'),
    uri: textOf(request['uri'], '"uri"'),
    headers: Object.entries(headers).map(([name, value]) => [bytes(name), textOf(value, name)]),
    matches: rules.map((rule: unknown) => {
      const { target, value } = objectOf(rule, 'an entry of "rules"');
      return { target: textOf(target, '"target"'), value: textOf(value, '"value"') };
    }),
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new AuditLineError(
      'this is no JSON; give one whole line of the audit log, in single quotes, or - for standard input',
    );
  }
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new AuditLineError(`${what} is no JSON object; a line of the audit log has one (parts B and H)`);
}

function textOf(value: unknown, what: string): string {
  if (typeof value === 'string') return bytes(value);
  throw new AuditLineError(`${what} is missing, or no text; a line of the audit log has it`);
}

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
