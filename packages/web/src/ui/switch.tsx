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
    <label className="flex items-start gap-3 rounded-control py-2">
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-5 shrink-0"
      />
      <span>
        {label}
        <span className="block text-small text-secondary">{hint}</span>
      </span>
    </label>
  );
}
