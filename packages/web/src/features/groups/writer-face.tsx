import { Link } from '@tanstack/react-router';
import { Avatar } from '../../ui/avatar.js';
import { useGroup } from './use-group.js';

interface WriterFaceProps {
  readonly listId: string;
  readonly userId: number;
  readonly name: string;
}

/** The face of who wrote in a group, which leads to the person; 0 is somebody without a name. */
export function WriterFace({ listId, userId, name }: WriterFaceProps) {
  const { data } = useGroup(listId);
  if (userId === 0) return <Avatar id={name} name={name} size="small" />;
  const photo = data?.member.find(({ user_id: id }) => id === userId)?.photo;
  return (
    // The name above the messages says who it is.
    <Link
      to="/contacts/$userId"
      params={{ userId: String(userId) }}
      tabIndex={-1}
      aria-hidden
      className="inline-flex rounded-pill"
    >
      <Avatar id={userId} name={name} photo={photo} size="small" />
    </Link>
  );
}
