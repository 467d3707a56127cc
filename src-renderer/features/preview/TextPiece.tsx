import { memo, type ReactNode, useEffect, useState } from 'react';
import { splitExtension } from '../../../src-shared/model/path.ts';
import { textParts } from '../../text/visibleName.ts';
import type { CodeToken } from './highlight.ts';
import type { TextPiece } from './textPieces.ts';

/** One piece of a text, coloured by the language its file's name tells when it is the whole text. */
export const TextPieceView = memo(function TextPieceView({ piece, name }: { readonly piece: TextPiece; readonly name?: string }) {
  const tokens = useTokens(piece.text, name);
  return (
    <div className="preview-piece" data-piece={piece.start}>
      {tokens === undefined
        ? visibleText(piece.text)
        : tokens.map((token, at) => (
            // The tokens of one text keep their places.
            <span key={at} className={token.className}>
              {visibleText(token.text)}
            </span>
          ))}
      {piece.cut ? <span className="escaped">…</span> : null}
    </div>
  );
});

/** The colours come when they are there: the text does not wait for them. */
function useTokens(text: string, name: string | undefined): readonly CodeToken[] | undefined {
  const [tokens, setTokens] = useState<readonly CodeToken[]>();
  useEffect(() => {
    if (name === undefined) return undefined;
    let current = true;
    import('./highlight.ts')
      .then(({ highlightedTokens }) => {
        if (current) setTokens(highlightedTokens(name, splitExtension(name)[1].slice(1), text));
      })
      // Without colours it is the same text.
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [text, name]);
  return tokens;
}

function visibleText(text: string): ReactNode {
  const parts = textParts(text);
  if (parts.length === 1 && parts[0]?.escaped === false) return parts[0].text;
  return parts.map((part, at) =>
    part.escaped ? (
      <span key={at} className="escaped">
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}
