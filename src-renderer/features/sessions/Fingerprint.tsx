/** A fingerprint in groups of four, to be compared by eye; copying it gives it in one piece. */
export function Fingerprint({ label, pin }: { readonly label: string; readonly pin: string }) {
  const groups = pin.match(/.{1,4}/g) ?? [];
  return (
    <div className="fingerprint">
      <span className="field-label">{label}</span>
      <code className="fingerprint-code selectable">
        {groups.map((group, at) => (
          // Groups keep their places; two may be alike.
          <span key={at}>{group}</span>
        ))}
      </code>
    </div>
  );
}
