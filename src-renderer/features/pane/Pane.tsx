import { ArrowLeft, ArrowRight, CornerLeftUp, RotateCw, X } from 'lucide-react';
import { useRef } from 'react';
import { commandKeyLabel } from '../../commands/bindings.ts';
import { getState, notify, setState, useStore, useWords } from '../../store/store.ts';
import type { PaneSide } from '../../store/state.ts';
import { IconButton } from '../../ui/Button.tsx';
import { EndpointSwitcher } from './EndpointSwitcher.tsx';
import { FileList } from './FileList.tsx';
import { FirstRun } from './FirstRun.tsx';
import { goBack, goForward, reachable } from './history.ts';
import { cancelLoading, refreshPane } from './loading.ts';
import { goUp } from './navigation.ts';
import { PaneFooter } from './PaneFooter.tsx';
import { paneId } from './paneFocus.ts';
import { PaneOverlay } from './PaneOverlay.tsx';
import { PaneTools } from './PaneTools.tsx';
import { PathBar } from './PathBar.tsx';
import { SyncNotice } from './SyncNotice.tsx';
import { useDropTarget } from './useDropTarget.ts';

export function Pane({ side }: { readonly side: PaneSide }) {
  const { text } = useWords();
  const focused = useStore((state) => state.focused === side);
  const location = useStore((state) => state.panes[side].location);
  const phase = useStore((state) => state.panes[side].phase);
  const arranging = useStore((state) => state.panes[side].listing.arranging);
  const notice = useStore((state) => state.panes[side].notice);
  const canGoBack = useStore((state) => reachable(state, state.panes[side].back).length > 0);
  const canGoForward = useStore((state) => reachable(state, state.panes[side].forward).length > 0);
  const body = useRef<HTMLDivElement>(null);
  const { target, handlers } = useDropTarget(side, body);

  return (
    <section
      id={paneId(side)}
      className="pane"
      aria-label={side === 'left' ? text.pane.left : text.pane.right}
      data-focused={focused || undefined}
      onFocusCapture={() => {
        if (getState().focused !== side) setState({ focused: side });
      }}
      onMouseDownCapture={() => {
        if (getState().focused !== side) setState({ focused: side });
      }}
    >
      <header className="pane-head">
        <div className="pane-ways">
          <IconButton
            label={text.pane.back}
            keys={commandKeyLabel('go.back')}
            isDisabled={!canGoBack}
            onPress={() => goBack(side)}
          >
            <ArrowLeft size={16} />
          </IconButton>
          <IconButton
            label={text.pane.forward}
            keys={commandKeyLabel('go.forward')}
            isDisabled={!canGoForward}
            onPress={() => goForward(side)}
          >
            <ArrowRight size={16} />
          </IconButton>
        </div>
        <IconButton
          label={text.pane.up}
          keys={commandKeyLabel('go.up')}
          isDisabled={location === undefined || location.path === '/'}
          onPress={() => goUp(side)}
        >
          <CornerLeftUp size={16} />
        </IconButton>
        <EndpointSwitcher side={side} />
        <PathBar side={side} />
        {phase === 'loading' ? (
          <IconButton label={text.pane.stop} onPress={() => cancelLoading(side)}>
            <X size={16} />
          </IconButton>
        ) : (
          <IconButton
            label={text.pane.refresh}
            keys={commandKeyLabel('view.refresh')}
            isDisabled={location === undefined}
            onPress={() => void refreshPane(side)}
          >
            <RotateCw size={15} />
          </IconButton>
        )}
      </header>
      <PaneTools side={side} />
      <div
        className="pane-body"
        ref={body}
        data-drop={target === undefined ? undefined : target.row < 0 ? 'here' : 'row'}
        {...handlers}
      >
        {location === undefined ? (
          <FirstRun side={side} />
        ) : (
          <>
            {phase === 'loading' || arranging ? <div className="pane-progress" aria-hidden="true" /> : null}
            <FileList side={side} target={target} />
            <PaneOverlay side={side} />
          </>
        )}
        {target === undefined ? null : (
          <div className="drop-hint" data-possible={target.possible}>
            {target.words}
          </div>
        )}
      </div>
      <SyncNotice side={side} />
      {notice === undefined ? null : (
        <div className={`pane-notice pane-notice-${notice.tone}`} role="alert">
          <span>{notice.text}</span>
          <IconButton label={text.app.dismiss} onPress={() => notify(side, undefined)}>
            <X size={14} />
          </IconButton>
        </div>
      )}
      {location === undefined ? null : <PaneFooter side={side} />}
    </section>
  );
}
