import { lowerAscii, type Mode, modeFor, type Site } from '../core/index.js';
import { pathMatches } from '../gate/index.js';
import type { NormalisedPath } from '../parse/index.js';

const STRICTNESS: Readonly<Record<Mode, number>> = { off: 0, detect: 1, block: 2 };

function strictest(left: Mode, right: Mode): Mode {
  return STRICTNESS[left] >= STRICTNESS[right] ? left : right;
}

/**
 * The mode that holds for a request. A path's setting that loosens what is around it holds for exactly that path; one
 * that tightens it holds for every way to write the path: other case, and the folder without its slash, as in the gate.
 * Where an upstream may read another path than we do, which path it is cannot be told: the strictest of the site's holds.
 */
export function modeOf(site: Site, { path, ambiguous }: NormalisedPath): Mode {
  const { modeByPath } = site;
  if (modeByPath.length === 0) return site.mode;
  let mode = ambiguous ? site.mode : modeFor(site, path);
  for (const entry of modeByPath) {
    if (ambiguous) mode = strictest(mode, entry.mode);
    else if (pathMatches(path, lowerAscii(entry.path))) return strictest(mode, entry.mode);
  }
  return mode;
}
