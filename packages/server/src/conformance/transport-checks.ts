import { im, type Endpoint } from '@kith/contract';
import type { Answer } from './call.js';
import { outcomeOf, type Check, type Outcome } from './check.js';
import { compareContract } from './compare-contract.js';
import { judgeRefusal, judgeSuccess } from './judge.js';
import { paramsFor } from './parameters.js';
import type { World } from './world.js';

const UNKNOWN_PATH = '/im/nothing/here';
const ORIGIN = 'https://chat.example.com';

/** The transport rules shared by every path, each checked on a path or two. */
export function transportChecks(): Check[] {
  const { config, videoConfig } = im.app;
  const { base } = im.get;
  const { chatTop } = im.message;
  return [
    good(config, 'in lower case', (world) => world.caller.call(config.path.toLowerCase(), {})),
    good(config, 'by GET', (world) => world.caller.call(config.path, {}, { kind: 'query' })),
    good(videoConfig, 'with an empty body', (world) =>
      world.caller.call(videoConfig.path, {}, { kind: 'text' }),
    ),
    good(chatTop, 'with a blank at the end', async (world) =>
      world.call('me', `${chatTop.path}%20`, await paramsFor(world, chatTop)),
    ),
    good(base, 'as JSON', (world) => world.call('me', base.path, {}, { kind: 'json' })),
    good(base, 'as multipart', (world) => world.call('me', base.path, {}, { kind: 'multipart' })),
    good(base, 'with a wrong content type', (world) => world.call('me', base.path, {}, { kind: 'text' })),
    good(base, 'with unknown fields', (world) => world.call('me', base.path, { zzz: '1', 'a[b]': '2' })),
    refused(base.path, 'with a wrong token', (world) =>
      world.caller.call(base.path, { _token: 'not a token', _agent_id: world.tenant }),
    ),
    refused(base.path, 'without a token', (world) => world.call(undefined, base.path)),
    refused(UNKNOWN_PATH, 'an unknown path', (world) => world.caller.call(UNKNOWN_PATH, {})),
    {
      section: 'transport',
      path: config.path,
      what: 'from another origin',
      run: async ({ caller }) => {
        const answer = await caller.call(config.path, {}, { headers: { origin: ORIGIN } });
        const allowed = answer.headers.get('access-control-allow-origin');
        return outcomeOf(
          {
            'Access-Control-Allow-Origin does not admit every origin': allowed === '*' || allowed === ORIGIN,
          },
          answer,
        );
      },
    },
  ];
}

function good(endpoint: Endpoint, what: string, call: (world: World) => Promise<Answer>): Check {
  const judge = (answer: Answer): Outcome =>
    judgeSuccess(answer, {}, (body) => compareContract(endpoint, body));
  return {
    section: 'transport',
    path: endpoint.path,
    what,
    run: async (world) => judge(await call(world)),
  };
}

function refused(path: string, what: string, call: (world: World) => Promise<Answer>): Check {
  return { section: 'transport', path, what, run: async (world) => judgeRefusal(await call(world)) };
}
