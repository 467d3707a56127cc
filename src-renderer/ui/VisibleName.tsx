import { Fragment } from 'react';
import { nameParts } from '../text/visibleName.ts';

/** A file's name as text, with what can't be seen made visible. */
export function VisibleName({ name }: { readonly name: string }) {
  const parts = nameParts(name);
  if (parts.length === 1 && parts[0]?.escaped === false) return name;
  return parts.map((part, at) =>
    // The parts of one name keep their places.
    part.escaped ? (
      <span key={at} className="escaped">
        {part.text}
      </span>
    ) : (
      <Fragment key={at}>{part.text}</Fragment>
    ),
  );
}
