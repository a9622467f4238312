import type { StreamEntry } from '../stream-record.js';
import { type Family, label, type Sample, series } from './family.js';
import { counter } from './site-counters.js';

interface StreamNumbers {
  readonly outcomes: Map<string, number>;
  bytesIn: number;
  bytesOut: number;
}

/** Numbers of raw TCP streams. Names come from the configuration, outcomes from a closed set. */
export class StreamMetrics {
  readonly #streams = new Map<string, StreamNumbers>();
  #open: () => ReadonlyMap<string, number> = () => new Map();

  /** @param open tells of connections that are open at a scrape, by stream */
  setOpen(open: () => ReadonlyMap<string, number>): void {
    this.#open = open;
  }

  count({ stream, outcome, bytesIn, bytesOut }: StreamEntry): void {
    let numbers = this.#streams.get(stream);
    if (numbers === undefined) {
      numbers = { outcomes: new Map(), bytesIn: 0, bytesOut: 0 };
      this.#streams.set(stream, numbers);
    }
    numbers.outcomes.set(outcome, (numbers.outcomes.get(outcome) ?? 0) + 1);
    numbers.bytesIn += bytesIn;
    numbers.bytesOut += bytesOut;
  }

  families(): Family[] {
    const all = [...this.#streams];
    const ended = 'sekisho_stream_connections_total';
    const bytes = 'sekisho_stream_bytes_total';
    const open = 'sekisho_stream_connections';
    return [
      counter(
        ended,
        'Connections of raw TCP streams that have ended, by how.',
        all.flatMap(([name, { outcomes }]) =>
          [...outcomes].map(
            ([outcome, value]): Sample => [
              series(ended, label('stream', name), label('outcome', outcome)),
              value,
            ],
          ),
        ),
      ),
      counter(
        bytes,
        'Bytes of ended connections of streams, from and to clients.',
        all.flatMap(([name, { bytesIn, bytesOut }]): Sample[] => [
          [series(bytes, label('stream', name), label('direction', 'in')), bytesIn],
          [series(bytes, label('stream', name), label('direction', 'out')), bytesOut],
        ]),
      ),
      {
        name: open,
        help: 'Open connections of raw TCP streams.',
        type: 'gauge',
        combine: 'sum',
        samples: [...this.#open()].map(
          ([name, value]): Sample => [series(open, label('stream', name)), value],
        ),
      },
    ];
  }
}
