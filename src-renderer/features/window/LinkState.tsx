import { ArrowLeftRight, Unplug } from 'lucide-react';
import { useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';

/** Said across the window while the page has lost the application. */
export function LinkBanner() {
  const { text } = useWords();
  const link = useStore((state) => state.link);
  if (link !== 'lost') return null;
  return (
    <p className="banner" role="alert">
      <Unplug size={14} aria-hidden="true" />
      {text.app.linkLost}
    </p>
  );
}

/** The whole window, as long as there is nothing else to show. */
export function StartScreen() {
  const words = useWords();
  const { text } = words;
  const link = useStore((state) => state.link);
  const error = useStore((state) => state.startError);
  const refused = link === 'refused';
  return (
    <main className="start-screen">
      <span className="about-mark" aria-hidden="true">
        <ArrowLeftRight size={22} strokeWidth={2} />
      </span>
      {link === 'ended' ? (
        <>
          <h1 className="start-title">{text.app.ended}</h1>
          <p className="start-words">{text.app.endedBody}</p>
        </>
      ) : refused ? (
        <>
          <h1 className="start-title">{text.app.linkRefused}</h1>
          <p className="start-words">{text.app.linkRefusedBody}</p>
        </>
      ) : error !== undefined ? (
        <>
          <h1 className="start-title">{text.app.startFailed}</h1>
          <p className="start-words" role="alert">
            {errorSentence(words, error)}
          </p>
        </>
      ) : (
        <p className="start-words start-wait">{link === 'lost' ? text.app.linkLost : text.app.loading}</p>
      )}
    </main>
  );
}
