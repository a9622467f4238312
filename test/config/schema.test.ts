import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { parse } from 'yaml';
import { jsonSchema, jsonSchemaText, loadConfig } from '../../src/config/index.js';
import { Folder } from './folder.js';

const root = new URL('../../', import.meta.url);

t.test('sekisho.schema.json is what src/config/write-schema.ts writes', t => {
  t.equal(readFileSync(new URL('sekisho.schema.json', root), 'utf8'), jsonSchemaText());
  t.end();
});

t.test('every key has a description that states its default, unless it must be given', t => {
  let keys = 0;
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('properties' in node && typeof node.properties === 'object' && node.properties !== null) {
      const required = 'required' in node && Array.isArray(node.required) ? node.required : [];
      t.equal(
        'additionalProperties' in node && node.additionalProperties,
        false,
        `${path} refuses unknown keys`,
      );
      for (const [key, value] of Object.entries(node.properties)) {
        keys++;
        t.ok(value.description?.length > 10, `${path}.${key} is described`);
        const isSection = value.type === 'object' || ['tls', 'cidrs', 'file'].includes(key);
        if (!required.includes(key) && !isSection && !path.endsWith('.countries')) {
          t.match(value.description, /Default:|default/, `${path}.${key} states its default`);
        }
        walk(value, `${path}.${key}`);
      }
    }
    for (const key of ['anyOf', 'items', 'additionalProperties']) {
      if (!(key in node)) continue;
      const inner: unknown = Reflect.get(node, key);
      for (const one of Array.isArray(inner) ? inner : [inner]) walk(one, path);
    }
  };
  walk(jsonSchema(), '');
  t.ok(keys > 50, `${keys} keys`);
  t.end();
});

t.test('the examples load without a word', t => {
  const { path: packageFolder } = new Folder(t);
  const examples = fileURLToPath(new URL('examples/', root));
  const names = readdirSync(examples).filter(name => name.endsWith('.yaml'));
  t.same(names.sort(), ['hosting-jp.yaml', 'sekisho.yaml']);
  for (const name of names) {
    const { problems } = loadConfig(`${examples}${name}`, { workingFolder: packageFolder, packageFolder });
    t.same(problems, [], name);
    t.match(
      readFileSync(`${examples}${name}`, 'utf8'),
      /^# yaml-language-server: \$schema=\.\.\/sekisho\.schema\.json\n/,
    );
  }
  t.end();
});

t.test('examples/sekisho.yaml shows defaults as they are', t => {
  const { path: packageFolder } = new Folder(t);
  const options = { workingFolder: packageFolder, packageFolder };
  const file = fileURLToPath(new URL('examples/sekisho.yaml', root));
  const shown = loadConfig(file, options).config;
  const bare = new Folder(t).load('sites: [{ hosts: a.example, upstream: "http://10.0.0.5" }]').config;
  for (const key of ['listen', 'workers', 'trustedProxies', 'geoip', 'log', 'audit', 'limits'] as const) {
    t.same(shown[key], bare[key], key);
  }
  const [{ site }] = shown.sites;
  const { pool, bodyLimit, overBodyLimit, onFault, mode } = bare.sites[0].site;
  t.match(site, { pool: { ...pool, members: site.pool.members }, bodyLimit, overBodyLimit, onFault, mode });
  t.end();
});

t.test('examples/sekisho.yaml mentions every key', t => {
  const text = readFileSync(new URL('examples/sekisho.yaml', root), 'utf8');
  const content = parse(text);
  t.ok(content.sites);
  const keys = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties') for (const name of Object.keys(value)) keys.add(name);
      walk(value);
    }
  };
  walk(jsonSchema());
  for (const key of keys) t.match(text, new RegExp(`\\b${key}:|\`${key}\``), key);
  t.end();
});
