/** A series of the text exposition format, read back. */
export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ReadMetrics {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly ReadSample[];
  /** The value of the one series that has the name and at least these labels. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const match = LABEL.exec(text);
    if (match === null) throw new Error(`not a label list: ${text}`);
    if (match[1] in labels) throw new Error(`label twice: ${text}`);
    labels[match[1]] = match[2].replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
  }
  return labels;
}

function readValue(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  if (text !== 'NaN' && !/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text))
    throw new Error(`not a value: ${text}`);
  return Number(text);
}

/** Reads the text exposition format strictly. @throws Error when it is not that, or a family or series stands twice */
export function readExposition(text: string): ReadMetrics {
  if (!text.endsWith('\n')) throw new Error('no final line feed');
  const types = new Map<string, string>();
  const samples: ReadSample[] = [];
  const seen = new Set<string>();
  for (const line of text.slice(0, -1).split('\n')) {
    if (line.startsWith('# HELP ')) continue;
    const type = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line);
    if (type !== null) {
      if (types.has(type[1])) throw new Error(`family twice: ${line}`);
      types.set(type[1], type[2]);
      continue;
    }
    const match = SAMPLE.exec(line);
    if (match === null) throw new Error(`not a sample: ${line}`);
    const id = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(id)) throw new Error(`series twice: ${id}`);
    seen.add(id);
    const family = types.has(match[1]) ? match[1] : match[1].replace(/_(?:bucket|sum|count)$/, '');
    if (!types.has(family)) throw new Error(`no TYPE before ${line}`);
    samples.push({ name: match[1], labels: readLabels(match[2] ?? ''), value: readValue(match[3]) });
  }
  const value = (name: string, labels: Readonly<Record<string, string>> = {}): number | undefined =>
    samples.find(
      sample =>
        sample.name === name && Object.entries(labels).every(([key, want]) => sample.labels[key] === want),
    )?.value;
  return { types, samples, value };
}
