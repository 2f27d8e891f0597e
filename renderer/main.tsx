// Starts the window: theme, link to the host, view.
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import './theme/tokens.css';
import './theme/base.css';
import { followMeasurements } from './actions/followMeasurements.ts';
import { platform } from './connection/current.ts';
import { startHost } from './connection/host.ts';
import { startTheme } from './theme/theme.ts';
import { App } from './window/App.tsx';

// Compiled validators need `eval`, which the page's content policy forbids.
config({ jitless: true });
startTheme(document.documentElement);
startHost(() => platform.connect());
followMeasurements();
// The token has done its work; screens and histories need not show it.
if (location.search) history.replaceState(null, '', location.pathname);

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
