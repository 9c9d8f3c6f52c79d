import encodeQR from 'qr';

/** A text as a QR code, dark on light in both themes, as readers expect it. Import it lazily: what opens is no part of the first load. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 3 });
  const path = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
      className="w-full max-w-56 rounded-card bg-on-foot"
    >
      <path d={path} className="fill-foot" />
    </svg>
  );
}
