/** How the samples of several processes become one. */
export type Combine = 'sum' | 'max' | 'min' | 'average' | 'first' | 'omit';

/** One line of the exposition format: the whole name with its labels, e.g. `sekisho_requests_total{site="a"}`. */
export type Sample = readonly [series: string, value: number];

/** A metric with all its series, as plain data: it can be sent between processes. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly combine: Combine;
  readonly samples: readonly Sample[];
}

/** Content-Type of `renderFamilies` (Prometheus text exposition format 0.0.4). */
export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** A label as the exposition format wants it: `\`, `"` and line feeds escaped, other controls replaced. */
export function label(name: string, value: string): string {
  const clean = value
    .slice(0, 200)
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replace(/[\u0000-\u001f\u007f]/g, '?');
  return `${name}="${clean}"`;
}

/** A series with its labels (each made by `label`). */
export function series(name: string, ...labels: readonly string[]): string {
  return labels.length === 0 ? name : `${name}{${labels.join(',')}}`;
}

function renderValue(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return Number.isNaN(value) ? 'NaN' : String(value);
}

/** Lines after which the event loop gets a turn: thousands of sites must not hold up a request. */
const LINES_PER_TURN = 5000;

/** The families as text in the exposition format. */
export async function renderFamilies(families: readonly Family[]): Promise<string> {
  const parts: string[] = [];
  let part = '';
  let lines = 0;
  for (const { name, help, type, samples } of families) {
    part += `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n`;
    for (const [id, value] of samples) {
      part += `${id} ${renderValue(value)}\n`;
      if (++lines % LINES_PER_TURN === 0) {
        parts.push(part);
        part = '';
        await new Promise(resolve => setImmediate(resolve));
      }
    }
  }
  parts.push(part);
  return parts.join('');
}

function combineValues(combine: Combine, values: readonly number[]): number {
  switch (combine) {
    case 'max':
      return Math.max(...values);
    case 'min':
      return Math.min(...values);
    case 'first':
    case 'omit':
      return values[0];
    default: {
      const sum = values.reduce((total, value) => total + value, 0);
      return combine === 'average' ? sum / values.length : sum;
    }
  }
}

/** Makes one set of families of the sets that several processes hold. The order is that of the first that has each. */
export function mergeFamilies(sets: readonly (readonly Family[])[]): Family[] {
  if (sets.length === 1) return [...sets[0]];
  const merged = new Map<string, { family: Family; values: Map<string, number[]> }>();
  for (const families of sets) {
    for (const family of families) {
      let entry = merged.get(family.name);
      if (entry === undefined) {
        entry = { family, values: new Map() };
        merged.set(family.name, entry);
      }
      for (const [id, value] of family.samples) {
        const values = entry.values.get(id);
        if (values === undefined) entry.values.set(id, [value]);
        else values.push(value);
      }
    }
  }
  return [...merged.values()]
    .filter(({ family }) => family.combine !== 'omit')
    .map(({ family, values }) => ({
      ...family,
      samples: [...values].map(([id, list]): Sample => [id, combineValues(family.combine, list)]),
    }));
}
