import { useSearch } from './search.ts';

/** A text of a setting, with what is looked for marked in it. */
export function Marked({ children }: { readonly children: string }) {
  const parts = useSearch().parts(children);
  return parts.map(({ text, matched }, at) => (matched ? <mark key={at}>{text}</mark> : text));
}
