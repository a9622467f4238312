import type { Inspection } from '../inspection.js';

/** Local time of the start of the transaction, as the manual has it. */
export const start = ({ transaction }: Inspection): Date => new Date(transaction.startedAt);
