import type { Inspection } from '../inspection.js';

/** The first response header of a name, or null. */
export function responseHeader({ response }: Inspection, lowerName: string): string | null {
  if (response === null) return null;
  const raw = response.rawHeaders;
  for (let i = 0; i < raw.length; i += 2) if (raw[i].toLowerCase() === lowerName) return raw[i + 1];
  return null;
}
