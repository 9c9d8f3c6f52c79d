import type { Answer, UploadFile } from './call.js';
import { outcomeOf, type Check } from './check.js';
import * as samples from './samples.js';
import { BlockedError, membersOf, textIn, type World } from './world.js';

const PHOTO_SIZES = ['70.jpg', '90.jpg', '300.jpg'];

/** Whether the files named in answers exist where clients fetch them. */
export function fileChecks(): Check[] {
  return [
    {
      section: 'files',
      path: '/static/photo',
      what: 'a photo in its three sizes',
      run: async ({ caller, person }) => {
        const { photo } = await person('me');
        if (!/\/\d+\.jpg$/.test(photo))
          throw new BlockedError('myavatar of the sign-in names no photo with a size');
        const answers: Answer[] = [];
        for (const size of PHOTO_SIZES) {
          const path = photo.replace(/\d+\.jpg$/, size);
          // Clients append a query to bypass their caches.
          answers.push(await caller.fetchFile(`/static/photo/${encodePath(path)}?_=0.5`));
        }
        return outcomeOf(
          Object.fromEntries(
            answers.map((answer, i) => [`${PHOTO_SIZES[i]} is not a picture`, isPicture(answer)]),
          ),
          answers[0],
        );
      },
    },
    {
      section: 'files',
      path: '/static/chat',
      what: 'a file that was sent',
      run: async (world) => {
        const file = samples.document();
        const answer = await world.caller.fetchFile(await upload(world, file));
        const isSame = answer.status === 200 && Buffer.compare(answer.bytes, file.bytes) === 0;
        return outcomeOf({ 'the file is not the one that was sent': isSame }, answer);
      },
    },
    {
      section: 'files',
      path: '/static/chat',
      what: 'a picture and its thumbnail',
      run: async (world) => {
        const path = await upload(world, await samples.picture());
        const answer = await world.caller.fetchFile(path);
        const thumb = await world.caller.fetchFile(path.replace(/\.\w+$/, '_thumb$&'));
        return outcomeOf(
          {
            'the picture is not a picture': isPicture(answer),
            'there is no thumbnail under the name with _thumb': isPicture(thumb),
          },
          answer,
        );
      },
    },
  ];
}

async function upload(world: World, file: UploadFile): Promise<string> {
  const list_id = await world.conversation();
  const { data } = await world.need('me', '/im/upload/chat', { list_id }, { file });
  const path = textIn(membersOf(data)['full_url'], '/im/upload/chat returns no full_url');
  return `/static/chat/${encodePath(path)}`;
}

/** A path from a server must stay below its folder. */
function encodePath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '..' && part !== '.')
    .map(encodeURIComponent)
    .join('/');
}

function isPicture({ status, headers, bytes }: Answer): boolean {
  return status === 200 && (headers.get('content-type') ?? '').startsWith('image/') && bytes.length > 0;
}
