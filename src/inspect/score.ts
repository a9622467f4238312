import type { Inspection } from './inspection.js';
import { leadingNumber } from './numbers.js';

/**
 * Names under which rule sets sum up their anomaly score: CRS 4 (what it blocks on), then CRS 3 and the shipped rules.
 */
const SCORE_NAMES = ['blocking_inbound_anomaly_score', 'anomaly_score', 'inbound_anomaly_score'];

/** The inbound anomaly score that the rules summed up, or null when they keep none. */
export function anomalyScore(inspection: Inspection): number | null {
  for (const name of SCORE_NAMES) {
    const value = inspection.tx.get(name);
    if (value !== null) return leadingNumber(value);
  }
  return null;
}
