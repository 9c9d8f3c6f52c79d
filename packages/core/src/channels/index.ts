export { listChannels, type ChannelPage, type ChannelRow } from './list-channels.js';
export { listChannelMessages, sendToChannel } from './messages.js';
export { openChannel, type OpenedChannel, type Wave } from './open-channel.js';
export { unlockChannel } from './unlock-channel.js';
