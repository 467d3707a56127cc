import { useEffect } from 'react';
import { Group, Panel, Separator, usePanelRef } from 'react-resizable-panels';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { installKeyboard } from './commands/keyboard.ts';
import { Pane } from './features/pane/Pane.tsx';
import { TransfersPanel } from './features/transfers/TransfersPanel.tsx';
import { ContextMenu } from './features/window/ContextMenu.tsx';
import { Dialogs } from './features/window/Dialogs.tsx';
import { LinkBanner, StartScreen } from './features/window/LinkState.tsx';
import { MenuBar } from './features/window/MenuBar.tsx';
import { StatusBar } from './features/window/StatusBar.tsx';
import { Toolbar } from './features/window/Toolbar.tsx';
import { setState, useStore, useWords } from './store/store.ts';

const collapsedHeight = 36;

export function App() {
  const { text, language } = useWords();
  const app = useStore((state) => state.app);
  const link = useStore((state) => state.link);
  useEffect(installKeyboard, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  if (app === undefined || link === 'refused' || link === 'ended') return <StartScreen />;
  return (
    <I18nProvider locale={language === 'id' ? 'id-ID' : 'en-GB'}>
      <div className="window" data-menu={app.nativeMenu ? 'native' : 'page'}>
        <header className="window-head">
          <h1 className="unseen">{text.app.name}</h1>
          {app.nativeMenu ? null : <MenuBar />}
          <Toolbar />
        </header>
        <LinkBanner />
        <main className="window-body">
          <Group orientation="vertical" className="window-panels">
            <Panel id="panes" minSize={160}>
              <Group orientation="horizontal" className="window-panels">
                <Panel id="left" minSize={240}>
                  <Pane side="left" />
                </Panel>
                <Separator className="splitter splitter-upright" aria-label={text.app.paneSplitter} />
                <Panel id="right" minSize={240}>
                  <Pane side="right" />
                </Panel>
              </Group>
            </Panel>
            <Separator className="splitter splitter-flat" aria-label={text.app.transfersSplitter} />
            <TransfersArea />
          </Group>
        </main>
        <StatusBar />
      </div>
      <Dialogs />
      <ContextMenu />
    </I18nProvider>
  );
}

/** The panel's height is the user's; the store only knows whether it is open. */
function TransfersArea() {
  const open = useStore((state) => state.transfersOpen);
  const panel = usePanelRef();
  useEffect(() => {
    if (panel.current === null || panel.current.isCollapsed() === !open) return;
    if (open) panel.current.expand();
    else panel.current.collapse();
  }, [open, panel]);
  return (
    <Panel
      id="transfers"
      panelRef={panel}
      collapsible
      collapsedSize={collapsedHeight}
      minSize={110}
      defaultSize={240}
      maxSize="70%"
      groupResizeBehavior="preserve-pixel-size"
      onResize={(size) => {
        const isOpen = size.inPixels > collapsedHeight + 1;
        setState((state) => (state.transfersOpen === isOpen ? state : { transfersOpen: isOpen }));
      }}
    >
      <TransfersPanel />
    </Panel>
  );
}
