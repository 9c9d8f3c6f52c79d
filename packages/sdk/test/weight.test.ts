import { gzipSync } from 'node:zlib';
import { api, type Endpoint } from '@kith/contract';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { apiEndpoints } from '../src/api-endpoints.js';

const page = `
  import { connectApi, connectIm, connectRealtime } from '@kith/sdk';
  console.log(connectApi, connectIm, connectRealtime);
`;

it('knows every endpoint of the Friendship API as the contract declares it', () => {
  const declared = Object.entries(api).map(([name, group]) => {
    const endpoints = Object.entries<Endpoint>(group as Record<string, Endpoint>);
    return [name, Object.fromEntries(endpoints.map(([key, endpoint]) => [key, needed(endpoint)]))];
  });
  expect(apiEndpoints).toEqual(Object.fromEntries(declared));
});

it('brings neither the schemas nor a socket library into a page, and at most 8 KB', async () => {
  const build = await rolldown({
    input: 'page',
    platform: 'browser',
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === 'page' ? id : undefined),
        load: (id) => (id === 'page' ? page : undefined),
      },
    ],
    resolve: { alias: { '@kith/sdk': `${import.meta.dirname}/../src/index.ts` } },
  });
  const { output } = await build.generate({ minify: true, codeSplitting: false });
  const [chunk] = output;
  const libraries = chunk.moduleIds.filter((id) => id.includes('node_modules') || id.includes('/contract/'));

  expect(libraries.filter((id) => !id.startsWith('\0'))).toEqual([]);
  expect(gzipSync(chunk.code).length).toBeLessThan(8_192);
});

function needed({ method, path, params }: Endpoint): readonly string[] {
  return [method, path, ...('user_id' in params.properties ? ['user_id'] : [])];
}
