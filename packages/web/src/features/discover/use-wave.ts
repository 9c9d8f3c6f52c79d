import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import type { api, Result } from '@kith/contract';
import { useAccount } from '../account/index.js';

/** How somebody is addressed first: by a message, a wave or a super wave. */
export type Greeting = 'message' | 'wave' | 'super';

const NUMBERS = { message: 0, wave: 1, super: 2 } as const;

type Page = Result<typeof api.user_friendship.data>;
type Card = Result<typeof api.intro.card>;
type Contact = Card['contact'];

/** Writes to a person for the first time, and shows at once what has become of the two. */
export function useWave(): (input: {
  userId: number;
  greeting: Greeting;
  text: string;
  /** The same for each attempt at one greeting: it is sent once. */
  clientId: string;
}) => Promise<void> {
  const account = useAccount();
  const queries = useQueryClient();
  return async ({ userId, greeting, text, clientId }) => {
    const { send_status } = await account.api.channel.open({
      target_id: userId,
      is_wave: NUMBERS[greeting],
      client_msg_id: clientId,
      ...(text !== '' && { text }),
    });
    const before = queries.getQueryData<Card>(['card', userId])?.contact;
    // A greeting in return makes friends; otherwise it waits for an answer.
    const contact: Contact = before === 'received' && send_status === 1 ? 'friend' : 'sent';
    queries.setQueriesData<InfiniteData<Page>>(
      { queryKey: ['discover'] },
      (data) => data && { ...data, pages: data.pages.map((page) => withContact(page, userId, contact)) },
    );
    await Promise.all(
      [['standing'], ['card', userId], ['strangers']].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    );
  };
}

function withContact(page: Page, userId: number, contact: Contact): Page {
  return {
    ...page,
    list: page.list.map((person) => {
      if (person.user_id !== String(userId)) return person;
      const isAnswer = person.contact === 'received' || person.contact === 'friend';
      return { ...person, contact: isAnswer ? 'friend' : contact };
    }),
  };
}
