import type { Running } from '../../src/gateway/running.js';
import { readSamples, type Sample } from './data.js';
import { BENIGN, ENCODED, PLAIN, type Placement, REFERER, request } from './placements.js';
import { createJudge, type Judged } from './score.js';

/** One request of the suite. */
export interface Case {
  readonly group: 'request' | 'referer' | 'encoded' | 'benign';
  readonly kind: string;
  readonly placement: string;
  readonly sample: Sample;
  readonly raw: string;
}

export interface Outcome extends Judged {
  readonly tried: Case;
}

/** Kinds whose lines are more than a payload, and the requests that they make. */
const OWN_PLACES: Readonly<Record<string, Readonly<Record<string, Placement>>>> = {
  probes: { target: text => request({ target: text.replaceAll(' ', '%20') }) },
  upload: { upload },
  xml: {
    'xml body': text => request({ type: 'application/xml', body: text }),
    form: PLAIN['form'],
    json: PLAIN['json'],
  },
  crlf: { query: PLAIN['query'], form: PLAIN['form'], path: PLAIN['path'], cookie: PLAIN['cookie'] },
};

/** A multipart upload out of `name<TAB>content`. */
function upload(text: string): string {
  const [name, content] = text.split('\t');
  const body = `--x7\r\nContent-Disposition: form-data; name="file"; filename="${name.replaceAll('"', '%22')}"\r\nContent-Type: application/octet-stream\r\n\r\n${content}\r\n--x7--\r\n`;
  return request({ target: '/upload', type: 'multipart/form-data; boundary=x7', body });
}

/** The sample in `most` of the places, which ones changes from sample to sample. */
function spread(
  group: Case['group'],
  places: Readonly<Record<string, Placement>>,
  sample: Sample,
  most: number,
): Case[] {
  const all = Object.entries(places);
  const step = Math.max(1, all.length / most);
  const chosen = new Set(
    Array.from(
      { length: Math.min(most, all.length) },
      (_, at) => Math.floor(sample.number + at * step) % all.length,
    ),
  );
  return [...chosen]
    .map(at => all[at])
    .map(([placement, place]) => ({
      group,
      kind: sample.kind,
      placement,
      sample,
      raw: place(sample.text),
    }));
}

/** Every attack in some of the places it can stand in; in all of them with `most` Infinity. */
export function attackCases(most = 3): Case[] {
  return readSamples('attacks').flatMap(sample => {
    const own = OWN_PLACES[sample.kind];
    if (own !== undefined) return spread('request', own, sample, most);
    return [
      ...spread('request', PLAIN, sample, most),
      ...spread('referer', REFERER, sample, 1),
      ...spread('encoded', ENCODED, sample, most),
    ];
  });
}

/** Every benign text in places where people write, and the targets as they are. */
export function benignCases(most = 3): Case[] {
  return readSamples('benign').flatMap(sample =>
    spread('benign', sample.kind === 'targets' ? OWN_PLACES['probes'] : BENIGN, sample, most),
  );
}

/** Sends cases through the engine, one after another. */
export async function runCases(running: Running, cases: readonly Case[]): Promise<Outcome[]> {
  const judge = createJudge(running);
  const outcomes: Outcome[] = [];
  for (const tried of cases) outcomes.push({ tried, ...(await judge(tried.raw)) });
  return outcomes;
}

/** Share of the outcomes that were blocked, from 0 to 1. */
export function blockedShare(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ isBlocked }) => isBlocked).length / outcomes.length;
}
