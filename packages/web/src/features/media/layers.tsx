import { useEffect } from 'react';
import { stop } from './player.js';
import { ViewerLayer, type ViewerLayerProps } from './viewer-layer.js';

/** What is open above a chat. What plays ends with it. */
export function MediaLayers(props: ViewerLayerProps) {
  useEffect(() => stop, []);
  return <ViewerLayer {...props} />;
}
