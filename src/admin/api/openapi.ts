import type { Route, Schema } from './route.js';

/** Where the calls of the API stand. */
export const API_PREFIX = '/api/v1';

const ERROR: Schema = {
  type: 'object',
  properties: { error: { type: 'string', description: 'What is wrong, and what would be right.' } },
  required: ['error'],
};

/** The OpenAPI 3.1 description of the routes, made of the same table that answers them. */
export function openApi(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path, summary, query, body, answer } of routes) {
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        summary,
        ...(query === undefined ? {} : { parameters: parametersOf(query) }),
        ...(body === undefined
          ? {}
          : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
        responses: {
          200: { description: 'Done.', content: { 'application/json': { schema: answer } } },
          default: { description: 'Not done.', content: { 'application/json': { schema: ERROR } } },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sekisho admin API', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: API_PREFIX }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of admin.token. On the local socket no token is asked for.',
        },
      },
    },
  };
}

function parametersOf(query: Schema): unknown[] {
  const required = query.required as readonly string[];
  return Object.entries(query.properties as Record<string, Schema>).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}
