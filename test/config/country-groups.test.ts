import t from 'tap';
import { COUNTRY_CODES } from '../../src/config/schema/countries.js';
import { BUILT_IN_GROUPS } from '../../src/config/schema/country-groups.js';
import { Folder } from './folder.js';

t.test('every country is in one continent, and all of the EU are countries', async t => {
  const continents = [...BUILT_IN_GROUPS].filter(([name]) => name !== 'EU').flatMap(([, codes]) => codes);
  t.strictSame(continents.toSorted(), [...COUNTRY_CODES].toSorted());
  const union = BUILT_IN_GROUPS.get('EU')!;
  t.equal(new Set(union).size, 27);
  t.strictSame(
    union.filter(code => !COUNTRY_CODES.has(code)),
    [],
  );
});

t.test('groups become their countries, presets the rules that they stand for', async t => {
  const { config } = new Folder(t).load(`
lists: { office: { cidrs: [192.0.2.0/24] } }
countryGroups: { home: [JP, oceania], dach: [DE, AT, CH] }
sites:
  - { hosts: [a.example], upstream: 'http://10.0.0.5', gate: { countries: { only: [dach, FR, DE] } } }
  - { hosts: [b.example], upstream: 'http://10.0.0.5', gate: { countries: { deny: [home] } } }
  - { hosts: [c.example], upstream: 'http://10.0.0.5', gate: closed }
  - { hosts: [d.example], upstream: 'http://10.0.0.5', gate: office-only }
  - hosts: [e.example]
    upstream: http://10.0.0.5
    gate: { domestic: jp, paths: [{ match: /admin/, preset: office-only, deny: [192.0.2.9] }] }
`);
  const [a, b, c, d, e] = config.sites.map(({ gate }) => gate);
  t.strictSame(a.countries?.only, ['DE', 'AT', 'CH', 'FR']);
  t.strictSame(b.countries?.deny, ['JP', ...BUILT_IN_GROUPS.get('oceania')!]);
  t.match(c, { only: null, allow: [], deny: 'all', countries: null, paths: [] });
  t.strictSame(d.only, ['office']);
  t.strictSame(e.countries, { only: ['JP'], deny: [], unknown: 'deny', private: 'allow', loopback: 'allow' });
  t.match(e.paths, [{ match: '/admin/', only: ['office'], deny: ['192.0.2.9'] }]);
});
