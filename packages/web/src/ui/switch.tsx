/** Something that is on or off, with a sentence about what that means. Each change counts at once. */
export function Switch({
  label,
  hint,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <label className="flex items-start justify-between gap-3 rounded-control py-2">
      <span>
        {label}
        <span className="block text-small text-secondary">{hint}</span>
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
