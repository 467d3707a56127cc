import './bridge/connect.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './theme.css';
import './base.css';
import './styles/controls.css';
import './styles/window.css';
import './styles/pane.css';
import './styles/dialogs.css';
import './styles/transfers.css';
import './styles/preview.css';
import { App } from './App.tsx';
import { followLink } from './bridge/connect.ts';
import { linkChanged, panesFilled, start } from './startup.ts';
import { setState } from './store/store.ts';
import { languageFor } from './text/text.ts';

setState({ language: languageFor(navigator.language) });
followLink(linkChanged);

// A file dropped beside a pane must not replace the page.
window.addEventListener('dragover', (event) => {
  event.preventDefault();
  if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
});
window.addEventListener('drop', (event) => event.preventDefault());

// Drawn once with its rows the window stands sooner than drawn twice; without them it does not wait long.
const patience = 250;
await Promise.race([start().then(() => panesFilled(patience)), new Promise((resolve) => setTimeout(resolve, patience))]);

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
