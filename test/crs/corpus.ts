import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Core Rule Set, version 4, with its regression tests, where it was put beside the project. */
export const CRS4 = fileURLToPath(new URL('../../../shared/corpus/crs', import.meta.url));
export const CRS4_TESTS = `${CRS4}/tests/regression`;
/** Debian's package of version 3.3. */
export const CRS3 = '/usr/share/modsecurity-crs';
export const CRS3_SETUP = '/etc/modsecurity/crs/crs-setup.conf';

/** Our own files beside the tests. */
export const ENGINE = fileURLToPath(new URL('engine.conf', import.meta.url));
export const SETTINGS = fileURLToPath(new URL('settings.conf', import.meta.url));
export const OVERRIDES = fileURLToPath(new URL('overrides.yaml', import.meta.url));

/** Why a test cannot run, for node-tap's `skip`; false when it can. */
export const skipWithoutCrs4: string | false = existsSync(CRS4_TESTS)
  ? false
  : `no Core Rule Set 4 with its tests in ${CRS4}`;
export const skipWithoutCrs3: string | false =
  existsSync(CRS3) && existsSync(CRS3_SETUP)
    ? false
    : `no Core Rule Set 3.3 in ${CRS3} (Debian: modsecurity-crs)`;
