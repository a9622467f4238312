/** Step 2, who: the one true client address and its country. */
export { parseAddress, parsePeerAddress } from './address.js';
export {
  type CountryDatabase,
  CountryDatabaseError,
  defaultCountryDatabase,
  loadCountryDatabase,
} from './country/index.js';
export { formatAddress } from './format.js';
export { type AddressRange, parseCidr, parseRange } from './range.js';
export { readRange } from './range-words.js';
export { resolveClient } from './resolve.js';
export { compileTrust, type Trust } from './trust.js';
export { readAddress } from './words.js';
